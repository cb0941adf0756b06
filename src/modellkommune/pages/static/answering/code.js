// A link on a letter names the code behind #, which browsers send to nobody: write it into the field.
"use strict";
const field = document.getElementById("code");
const code = decodeURIComponent(location.hash.slice(1));
if (field && !field.value && /^[A-Za-z0-9 -]{12,20}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
}
