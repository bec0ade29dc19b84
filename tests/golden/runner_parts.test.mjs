// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptedForm } from './accepted_form.mjs';
import { definitionsFile, isDefinable } from './definitions_file.mjs';
import { canBe, findVisitor, sampleDraw } from './draw_search.mjs';
import { number, numberText, readExactJson, writeExactJson } from './exact_json.mjs';
import { onlyMembersOf } from './overview_answer.mjs';
import { recorded } from './recorded.mjs';
import { readSetCookie, requestCookie } from './set_cookie.mjs';
import { readSignedCookie, writeSignedCookie } from './signed_cookie.mjs';

test('numbers of JSON keep their text', () => {
  const value = readExactJson('{"a":42,"b":42.0,"c":[NaN,-1e-05],"d":"7 \\" 8"}');
  assert.deepEqual([value.a, value.b].map(numberText), ['42', '42.0']);
  assert.deepEqual(value.c.map(numberText), ['NaN', '-1e-05']);
  assert.equal(numberText(value.d), null);
  assert.equal(value.d, '7 " 8');
});

test('members are written in their order, names like 10 included', () => {
  assert.equal(
    writeExactJson(
      new Map(
        /** @type {[string, unknown][]} */ ([
          ['b', number('1.0')],
          ['10', true],
          ['a', null],
        ]),
      ),
    ),
    '{"b": 1.0, "10": true, "a": null}',
  );
});

test('a draw is a number from 0 to below 100, spread evenly', () => {
  const draws = Array.from({ length: 10_000 }, (_, n) => sampleDraw('pancake', 'S', `v${n}`));
  assert.ok(draws.every((draw) => draw >= 0 && draw < 100));
  const under = draws.filter((draw) => draw < 25).length;
  assert.ok(Math.abs(under - 2500) < 200, String(under));
});

test('a visitor is found on every wished side', () => {
  const wishes = [
    { sample: 'A', ratio: 1.5, active: true },
    { sample: 'B', ratio: 50, active: false },
    { sample: 'C', ratio: 100, active: true },
    { sample: 'D', ratio: 0, active: false },
  ];
  const visitor = String(findVisitor('pancake', wishes));
  for (const { sample, ratio, active } of wishes)
    assert.equal(sampleDraw('pancake', sample, visitor) < ratio, active, sample);
});

test('nobody is found for a ratio of 0 or outside one of 100', () => {
  assert.equal(canBe({ sample: 'A', ratio: 0, active: true }), false);
  assert.equal(findVisitor('pancake', [{ sample: 'A', ratio: 0, active: true }]), null);
  assert.equal(findVisitor('pancake', [{ sample: 'A', ratio: 100, active: false }]), null);
});

test('names with control characters and empty names cannot be defined', () => {
  assert.deepEqual(['two words', 'a:b', '日本語', '', 'tab\there', 'x'.repeat(129)].map(isDefinable), [
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('a definitions file has the last default at the first place', () => {
  const file = definitionsFile(
    [
      {
        name: 'pancake',
        groups: [{ id: 'user', candidates: [10, 'a'] }],
        cookie_options: { samesite: 'Strict', max_age: 60, path: null },
      },
    ],
    [
      { type: 'sample', name: 'b', default: 42, default_repr: '42.0' },
      { type: 'flag', name: 'a', default: 0 },
      { type: 'sample', name: 'a', default: 1 },
      { type: 'sample', name: 'b', default: 7, default_repr: '7' },
      { type: 'switch', name: 'elsewhere', default: true, extension: 'other' },
    ],
  );
  const { extensions } = readExactJson(file);
  assert.match(file, /"samples": \{"b": \{"default": 7\}, "a": \{"default": 1\}\}/);
  assert.deepEqual(extensions.pancake.flags, { a: { default: false } });
  assert.deepEqual(extensions.pancake.switches, {});
  assert.deepEqual(extensions.pancake.groups[0].candidates, ['10', 'a']);
  assert.deepEqual(extensions.pancake.cookie.options, { sameSite: 'Strict', maxAge: number('60'), path: '' });
});

test('the better quality decides between HTML and JSON', () => {
  const forms = [
    [],
    ['*/*'],
    ['text/html;q=0.1, application/json'],
    ['application/json;q=0.5', 'text/*'],
    ['text/html;level=1'],
    ['text/html;q=0, */*;q=0.1'],
    ['text/plain'],
  ].map(acceptedForm);
  assert.deepEqual(forms, ['json', 'html', 'json', 'html', null, 'json', null]);
});

test('Set-Cookie is taken apart, and a moving date is left to Max-Age', () => {
  assert.deepEqual(readSetCookie('a=b=c; Expires=<now + Max-Age>; Max-Age=60; HttpOnly; Path=/'), {
    name: 'a',
    value: 'b=c',
    attributes: { 'max-age': '60', httponly: true, path: '/' },
  });
});

test('the first cookie of a name counts, unquoted', () => {
  assert.equal(requestCookie(['x=1; a = "2" ; a=3'], 'a'), '2');
  assert.equal(requestCookie(['A=1'], 'a'), null);
});

test("the runner's own signer agrees with the record", () => {
  for (const { kind, secret, json_text: text, cookie, compressed } of recorded('vectors_cookie').cases) {
    if (kind !== 'encode') continue;
    assert.equal(readSignedCookie(secret, cookie), text);
    if (!compressed && text !== '{}') assert.equal(writeSignedCookie(secret, JSON.parse(text)), cookie);
  }
  assert.equal(readSignedCookie('other', writeSignedCookie('s', { a: true })), null);
});

test('only recorded members are compared, but all items of a list', () => {
  assert.deepEqual(onlyMembersOf({ a: [{ b: 1 }] }, { a: [{ b: 1, more: 2 }, { b: 3 }], more: 1 }), {
    a: [{ b: 1 }, { b: 3 }],
  });
});
