// @ts-check
//
// npm run simulate [-- OPTION…]; --help says which.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../tools/build.mjs';
import { root } from '../../tools/project.mjs';
import { printTable, short } from '../bench/table.mjs';
import { measureCosts } from './costs.mjs';
import { breakingPoint, settling, tightest, useOf, workOf } from './model.mjs';
import { mostPages, rehearse, tolerance } from './rehearsal.mjs';
import { growths, hundredth, sites, usual } from './sites.mjs';

/** @typedef {import('./model.mjs').Site} Site */
/** @typedef {import('./model.mjs').Work} Work */
/** @typedef {import('./model.mjs').Equipment} Equipment */

/** @type {Record<keyof Site, string>} */
const ofSite = {
  features: 'features',
  overrides: 'overrides',
  changes: 'changes a second',
  pages: 'pages that are opened a second',
  clients: 'pages that are open and hear events',
  returning: 'share of pages that have the newest snapshot already, 0 to 1',
  personal: "share of pages that ask for their visitor's overrides, 0 to 1",
  statuses: 'questions for /status a second',
  readers: 'workers and servers that keep a full snapshot',
  locations: 'locations of a CDN in front; 0 for none',
  servers: 'servers, which share the visitors',
};
/** @type {Record<keyof Equipment, string>} */
const ofEquipment = {
  cores: 'cores of a server',
  memory: 'GiB of a server and of Redis',
  network: 'Gbit/s of a server',
  descriptors: 'file descriptors of a server; its systemd unit has as many',
};
/** @type {Record<keyof Work, string>} */
const ofWork = {
  statuses: '/status',
  public: 'public snapshot, to a new visitor',
  publicNews: 'public snapshot, what a change made of it',
  personal: 'personal snapshot',
  personalNews: 'personal snapshot, what a change made of it',
  full: 'full snapshot',
  fullNews: 'full snapshot, what changes made of it',
  notModified: 'not modified (304)',
  connections: 'connection',
  streams: 'stream of events, opened',
  events: 'event or sign of life',
  changes: 'change',
  cdnRequests: 'answer of the CDN',
};

const texts = Object.fromEntries([...Object.keys(ofSite), ...Object.keys(ofEquipment)].map((name) => [name, /** @type {const} */ ({ type: 'string' })]));
const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    site: { type: 'string', multiple: true },
    figures: { type: 'string', default: 'docs/performance.json' },
    measure: { type: 'boolean', default: false },
    'no-rehearsal': { type: 'boolean', default: false },
    ...texts,
  },
});
const given = /** @type {Record<string, string | undefined>} */ (/** @type {unknown} */ (values));

if (values.help) {
  console.log(help());
  process.exit(0);
}
const chosen = values.site ?? Object.keys(sites);
for (const name of chosen) if (!(name in sites)) fail(`there is no site '${name}': ${Object.keys(sites).join(', ')}`);
const equipment = numbers(usual);
if ((values.measure || !values['no-rehearsal']) && !process.env.PANCAKE_BINARY) await build();
const costs = values.measure ? await measureCosts() : figures(values.figures);

/** @type {string[]} */
const off = [];
for (const name of chosen) {
  const site = numbers(sites[name].site);
  console.log(`\n\n${name}: ${sites[name].title}`);
  printSite(site, costs, equipment);
  if (values['no-rehearsal']) continue;
  const small = hundredth(site);
  if (small.clients > mostPages) console.log(`\nA hundredth of it has too many pages to be had here: ${short(small.clients)}, of ${mostPages} at most.`);
  else off.push(...(await rehearse(`${name}, a hundredth of it, really`, small, costs)));
}
for (const what of off) console.error(what);
process.exit(off.length === 0 ? 0 : 1);

/** A site or equipment with what the command line gives in its place. @template {object} All @param {All} all @returns {All} */
function numbers(all) {
  const changed = Object.keys(all).filter((name) => given[name] !== undefined).map((name) => {
    const number = Number(given[name]);
    if (!(number >= 0 && number < Infinity)) fail(`--${name} is a number, not '${given[name]}'`);
    return [name, number];
  });
  return { ...all, ...Object.fromEntries(changed) };
}

/** @param {string} file @returns {import('./model.mjs').Costs} */
function figures(file) {
  const { costs } = JSON.parse(readFileSync(join(root, file), 'utf8'));
  return costs ?? fail(`${file} has no costs: npm run bench -- --json ${file} costs`);
}

/** @param {string} why @returns {never} */
function fail(why) {
  console.error(why);
  process.exit(2);
}

/** @param {Site} site @param {import('./model.mjs').Costs} costs @param {Equipment} equipment */
function printSite(site, costs, equipment) {
  const work = Object.entries(workOf(site)).filter(([, each]) => each > 0);
  printTable('What happens', ['', 'a second'], work.map(([name, each]) => [ofWork[/** @type {keyof Work} */ (name)], short(each)]));

  const uses = useOf(site, costs, equipment);
  printTable('What that takes', ['', 'used', 'there is', 'share'], uses.map(({ resource, unit, used, limit }) => [
    resource,
    `${short(used)} ${unit}`.trim(),
    `${short(limit)} ${unit}`.trim(),
    `${((100 * used) / limit).toFixed(2)} %`,
  ]));
  const { resource, share } = tightest(uses);
  console.log(`\n${share > 1 ? 'It breaks' : 'It would break'} first by: ${resource}. One change is at all pages after ${short(1_000 * settling(site, costs, equipment.cores))} ms.`);

  const grown = Object.entries(growths).filter(([, grow]) => JSON.stringify(grow(site, 2)) !== JSON.stringify(site));
  printTable('How far each can grow alone', ['', 'times', 'to', 'then it breaks by'], grown.map(([what, grow]) => {
    const { times, resource } = breakingPoint((size) => grow(site, size), costs, equipment);
    const most = what in site ? short(times * site[/** @type {keyof Site} */ (what)]) : `${short(times * site.pages)} pages/s`;
    return [what, short(times), most, resource ?? 'nothing'];
  }));
}

function help() {
  const options = [
    ['--site NAME', `one of ${Object.keys(sites).join(', ')}; several times; all when left out`],
    ['--figures FILE', 'what single things cost, by `npm run bench -- --json FILE costs`; docs/performance.json'],
    ['--measure', 'measures that now, a minute or two'],
    ['--no-rehearsal', 'no real processes'],
    ...Object.entries(ofSite).map(([name, says]) => [`--${name} N`, `${says}, in place of the site's`]),
    ...Object.entries(ofEquipment).map(([name, says]) => [`--${name} N`, `${says}; ${usual[/** @type {keyof Equipment} */ (name)]}`]),
  ];
  return `npm run simulate [-- OPTION…]

What one server, one Redis and a CDN carry for a site, and what breaks first, by measured costs
(tests/simulate/model.mjs). Then the work of a hundredth of the site by a real server, a real Redis and
pages of the package, beside what the model says. Fails if that is wrong by more than ${tolerance} times.

${options.map(([option, says]) => `  ${option.padEnd(18)} ${says}`).join('\n')}`;
}
