// @ts-check
//
// The vectors of tests/vectors through the npm package. Runs in Node, in workerd and in a
// browser: nothing but the package and the parsed files is used.

/**
 * @typedef {object} Vectors the parsed files of tests/vectors
 * @property {{ cases: any[] }} evaluation
 * @property {{ cases: any[] }} sampleDraw
 * @property {{ read: any[] }} visitorCookie
 *
 * @typedef {object} Package
 * @property {(options: any) => Promise<any>} createPancake
 * @property {(json: any) => Promise<Uint8Array>} snapshotFromJson
 *
 * @typedef {object} Result
 * @property {number} passed answers that are as the vectors say
 * @property {string[]} failures one line for each other answer
 */

/** @param {Package} pancakeFlags @param {Vectors} vectors @returns {Promise<Result>} */
export async function runVectors(pancakeFlags, vectors) {
  const result = { passed: 0, failures: /** @type {string[]} */ ([]) };
  /** @param {string} what @param {unknown} actual @param {unknown} expected */
  const expect = (what, actual, expected) => {
    const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (is === should) ++result.passed;
    else result.failures.push(`${what}: ${is} in place of ${should}`);
  };
  for (const each of vectors.evaluation.cases) await evaluate(pancakeFlags, each, expect);
  for (const each of vectors.sampleDraw.cases) await draw(pancakeFlags, each, expect);
  await cookies(pancakeFlags, vectors.visitorCookie, expect);
  return result;
}

const silent = { warn() {} };

/** @typedef {(what: string, actual: unknown, expected: unknown) => void} Expect */

/** Every answer of every visitor of one snapshot. @param {Package} pancakeFlags @param {any} each @param {Expect} expect */
async function evaluate({ createPancake, snapshotFromJson }, { title, snapshot, visitors }, expect) {
  let visitor = visitors[0];
  const groups = Object.fromEntries(
    (snapshot.groups ?? []).map((/** @type {string} */ group) => [group, () => visitor.ids[group]]),
  );
  const pancake = await createPancake({
    extension: snapshot.extension,
    snapshot: await snapshotFromJson(snapshot),
    groups,
    visitor: () => visitor.key,
    logger: silent,
  });
  expect(`${title}: revision`, pancake.revision, snapshot.revision);
  const asked = await visitOf(pancake);
  const features = [
    ...(snapshot.switches ?? []).map((/** @type {any} */ each) => asked.switch(each.name)),
    ...(snapshot.flags ?? []).map((/** @type {any} */ each) => asked.flag(each.name)),
    ...(snapshot.samples ?? []).map((/** @type {any} */ each) => asked.sample(each.name)),
  ];
  for (visitor of visitors) {
    features.forEach((feature, index) => {
      const { isActive, reason, group } = feature.explain();
      const answer = group === undefined ? [isActive, reason] : [isActive, reason, group];
      expect(`${title}, ${visitor.title}, ${feature.name}`, answer, visitor.answers[index]);
      expect(`${title}, ${visitor.title}, ${feature.name}`, feature.isActive(), visitor.answers[index][0]);
    });
  }
  pancake.close();
}

/** The draw of one visitor, without any snapshot. @param {Package} pancakeFlags @param {any} each @param {Expect} expect */
async function draw({ createPancake }, { extension, sample, visitor, draw: expected }, expect) {
  const pancake = await createPancake({ extension, snapshot: new Uint8Array(0), visitor, logger: silent });
  const asked = await visitOf(pancake);
  expect(`draw of ${extension} ${sample} ${visitor}`, asked.sample(sample).explain().draw, expected);
  pancake.close();
}

/** Which cookies hold a visitor key. @param {Package} pancakeFlags @param {any} vectors @param {Expect} expect */
async function cookies({ createPancake }, { read }, expect) {
  const pancake = await createPancake({ snapshot: new Uint8Array(0), logger: silent });
  if (pancake.forRequest === undefined) return;
  for (const { value, key } of read) {
    if (value.trim() !== value) continue; // A Cookie header says nothing of blanks around a value.
    const visit = await pancake.forRequest({ headers: { cookie: `pancake=${value}` } });
    visit.sample('ANY').isActive();
    const isNew = (await visit.setCookies()).length === 1;
    expect(`visitor cookie ${JSON.stringify(value)}`, isNew ? null : visit.visitor, key);
  }
}

/** A page answers for its visitor, a server for a request's. @param {any} pancake */
async function visitOf(pancake) {
  return pancake.forRequest === undefined ? pancake : pancake.forRequest({ headers: {} });
}
