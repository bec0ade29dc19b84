// @ts-check
//
// node tests/vectors/make_requests.mjs: writes http_requests.json, requests that the server reads and
// requests that it refuses (tests/support/random_requests.mjs). Texts hold one byte a character.
import { writeFileSync } from 'node:fs';
import { badRequests, goodRequest } from '../support/random_requests.mjs';
import { seeded } from '../support/seeded.mjs';

const random = seeded(9112);
const good = Array.from({ length: 150 }, () => goodRequest(random));
const bad = badRequests(random, 600, false);
const lines = (/** @type {unknown[]} */ rows) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
writeFileSync(new URL('http_requests.json', import.meta.url), `{\n"good": ${lines(good)},\n"bad": ${lines(bad)}\n}\n`);
