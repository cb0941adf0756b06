"""Asks the programs that tests start on this machine, the simulator above all."""

import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

LOOPBACK = httpx.Client(
    verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
    trust_env=False,
    cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    limits=httpx.Limits(max_keepalive_connections=0),
)
"""Each request is a first one: no cookie and no connection is kept.

Plain HTTP needs no certificates; `httpx.get` would read the machine's each time, which takes 50 ms of CPU.
"""
