// @ts-check

/**
 * A reader that moves from server to server, as behind a load balancer, and believes what is newer.
 * The sample COUNTER only ever rises in the store: a state that is given out as newer and has a lower
 * counter is an older one.
 *
 * @param {string[]} urls
 * @param {() => number} random
 */
export function roamingReader(urls, random) {
  let revision = 0;
  let counter = 0;
  let reads = 0;
  /** @type {string[]} */
  const wentBack = [];
  let going = true;

  const read = async () => {
    const url = urls[Math.floor(random() * urls.length)];
    const answer = await fetch(`${url}/snapshot/pancake?scope=full`, { headers: { Accept: 'application/json' } });
    if (!answer.ok) return void (await answer.arrayBuffer());
    const snapshot = await answer.json();
    const sample = snapshot.samples.find((/** @type {{ name: string }} */ each) => each.name === 'COUNTER');
    const seen = sample.state ?? 0;
    reads += 1;
    if (snapshot.revision <= revision) return;
    if (seen < counter) wentBack.push(`${url}: revision ${snapshot.revision} has ${seen} after ${revision} had ${counter}`);
    revision = snapshot.revision;
    counter = seen;
  };
  const done = (async () => {
    while (going) {
      await read().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();

  return {
    wentBack,
    reads: () => reads,
    async stop() {
      going = false;
      await done;
    },
  };
}
