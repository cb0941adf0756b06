// Builds the style sheet and the subset fonts into ../static/built (git-ignored).
// KERN ships one 340 KB style sheet; this takes the parts our pages use, drops unused
// custom properties and fallbacks, and keeps a whole first visit below 75 KB.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as sass from "sass";
import subsetFont from "subset-font";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../../../..");
const target = path.resolve(here, "../static/built");
const require = createRequire(import.meta.url);
const kern = path.dirname(require.resolve("@kern-ux/native/package.json", { paths: [root] }));
const fonts = path.join(kern, "dist/fonts");

const range = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join("");

const PUNCTUATION = "–—‘’‚“”„…•€→←✓−×≤≥\u202f\u2009ẞ";
const BASIC = range(0x20, 0x7e) + range(0xa0, 0xff) + PUNCTUATION;
// DIN 91379 needs Latin up to U+1EFF with combining marks, which Fira Sans lacks; a browser fetches
// these files only for a page on which such a name stands (unicode-range in fonts.scss).
const LATIN = range(0x41, 0x5a) + range(0x61, 0x7a) + range(0x100, 0x24f) + "ə"
  + range(0x2b0, 0x36f) + range(0x1e00, 0x1eff);
const GREEK_CYRILLIC = range(0x370, 0x3ff) + range(0x400, 0x45f);

const FONTS = [
  ["fira-400.woff2", "fira-sans/FiraSans-Regular.woff2", BASIC],
  ["fira-600.woff2", "fira-sans/FiraSans-SemiBold.woff2", BASIC],
  ["noto-latin-400.woff2", "noto-sans/NotoSans-Regular.woff2", LATIN],
  ["noto-latin-600.woff2", "noto-sans/NotoSans-Bold.woff2", LATIN],
  ["noto-other-400.woff2", "noto-sans/NotoSans-Regular.woff2", GREEK_CYRILLIC],
];

function withoutFallbacks(css) {
  // `var(--x, fallback)`: every KERN property is defined, so the second half never applies.
  let before;
  do {
    before = css;
    css = css.replace(/var\((--kern-[\w-]+),[^()]*(?:\([^()]*\))?[^()]*\)/g, "var($1)");
  } while (css !== before);
  return css;
}

function withoutUnusedProperties(css) {
  let before;
  do {
    before = css;
    const used = new Set([...css.matchAll(/var\((--[\w-]+)/g)].map((match) => match[1]));
    css = css.replace(/(--kern-[\w-]+):[^;{}]*(;|(?=\}))/g, (all, name) => (used.has(name) ? all : ""));
  } while (css !== before);
  return css.replace(/[^{}]+\{\}/g, "");
}

// Leaflet as its package has it, licence notice included; without the reference to a source map nobody ships.
async function copyLeaflet() {
  const script = await readFile(require.resolve("leaflet/dist/leaflet.js", { paths: [root] }), "utf8");
  await writeFile(path.join(target, "leaflet.js"), script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

// The style of pages with a map: Leaflet's without the rules that need its pictures, then ours.
async function buildMap() {
  const compiled = sass.compile(path.join(here, "map.scss"), {
    loadPaths: [path.join(root, "node_modules")],
    style: "compressed",
  });
  const css = compiled.css.replace(/[^{}]*\{[^{}]*url\(images\/[^{}]*\}/g, "");
  await writeFile(path.join(target, "map.css"), css);
  await copyFile(path.join(here, "map.js"), path.join(target, "map.js"));
  await copyLeaflet();
}

// What a form asks of the browser: ALTCHA's own worker as its package has it, and our script that starts it.
async function copyProof() {
  const altcha = path.dirname(require.resolve("altcha/lib", { paths: [root] }));
  await copyFile(path.join(altcha, "../workers/pbkdf2.js"), path.join(target, "altcha-pbkdf2.js"));
  await copyFile(path.join(here, "proof.js"), path.join(target, "proof.js"));
}

async function main() {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const compiled = sass.compile(path.join(here, "main.scss"), {
    loadPaths: [path.join(root, "node_modules")],
    style: "compressed",
    quietDeps: true,
    silenceDeprecations: ["if-function"],
  });
  const css = withoutUnusedProperties(withoutFallbacks(compiled.css));
  await writeFile(path.join(target, "style.css"), css);
  await buildMap();
  await copyProof();
  let total = gzipSync(css, { level: 9 }).length;
  console.log(`style.css ${css.length} bytes, ${total} compressed`);
  for (const [name, source, characters] of FONTS) {
    const font = await subsetFont(await readFile(path.join(fonts, source)), characters, {
      targetFormat: "woff2",
      noLayoutClosure: true,
    });
    await writeFile(path.join(target, name), font);
    console.log(`${name} ${font.length} bytes`);
  }
}

await main();
