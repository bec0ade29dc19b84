// @ts-check
//
// node js/build.mjs
//
// Builds the npm package into js/dist from js/src and the Wasm artefacts in build/wasm:
//
//   pancake.js  node.js  json.js             with the Wasm in them, ES modules
//   edge.js  json.edge.js                    import pancake.wasm and pancake-builder.wasm beside them
//   signed_memory.js  snapshot_function.js   chunks that edge.js only loads for signed cookies, and a function as `snapshot`
//   react.js  openfeature.js                 for frameworks, without any engine
//   admin.js  testing.js                     neither
//   edge-light.js  json.edge-light.js        the same in the words of other edge runtimes
//   types/                                   declarations
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';
import { withExports } from './wasm_exports.mjs';
import { textOfWasm } from './wasm_text.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'js/src');
const wasm = join(root, 'build/wasm');
const glue = join(root, 'build/glue');
const dist = join(root, 'js/dist');

/** Bundle -> its entry file and esbuild's platform. */
const bundles = /** @type {const} */ ({
  pancake: ['entry.browser.ts', 'browser'],
  edge: ['entry.edge.ts', 'neutral'],
  signed_memory: ['signed_memory.ts', 'neutral'],
  snapshot_function: ['snapshot_function.ts', 'neutral'],
  node: ['entry.node.ts', 'node'],
  json: ['json.ts', 'browser'],
  'json.edge': ['json.edge.ts', 'neutral'],
  react: ['react.ts', 'neutral'],
  openfeature: ['openfeature.ts', 'neutral'],
  admin: ['admin.ts', 'neutral'],
  testing: ['testing.ts', 'neutral'],
});

/**
 * Names that only modules of ours use, of properties that no runtime, framework or application has.
 * In a bundle each is a letter, or `$` and a letter, in all bundles the same: 200 bytes of a page. Those
 * used most come first, and have the letters that terser gives most. A name of the public API must
 * never stand here.
 */
const internalNames = [
  'bytes', 'etag', 'current', 'source', 'platform', 'parts', 'text', 'warnings', 'bits', 'write', 'settings', 'start', 'visit', 'asking',
  'askedAt', 'last', 'readerOf', 'words', 'engine', 'keep', 'answer', 'ask', 'failed', 'answers', 'doubles',
  'featureCount', 'isFlaskFormat', 'answerOf', 'moment', 'beginsElsewhere', 'cookieName', 'cookieOptions', 'importModule', 'interval',
  'isDefined', 'sampleCount', 'startEngine', 'stop', 'update', 'urlOf', 'afterFailure', 'afterSuccess', 'clear', 'emit',
  'imported', 'indexIn', 'onNewIds', 'picture', 'reader', 'requestInit', 'signer', 'watched', 'changed',
  'explained', 'follow', 'freshen', 'hidesKey', 'isUnderTls', 'keyIn', 'listeners', 'names', 'openStream',
  'ownVisit', 'decided', 'requestHeaders', 'share', 'alive', 'allow', 'answered', 'asyncStorage',
  'events', 'file', 'isPatched', 'whenAllowed', 'knows', 'load', 'statusHint', 'takeInput', 'watch', 'mostOpen', 'visitorReader', 'handle',
  'nobody', 'outsideOfRequest', 'evaluateAll', 'layerIn', 'hasGroup', 'base',
  // What the engine exports.
  'reserve', 'adopt', 'release', 'describe', 'evaluate', 'personal',
];
const letters = [...'tesianrhlcodbfupgwmvkyxjqzABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const shortNames = Object.fromEntries(internalNames.map((name, i) => [name, letters[i] ?? `$${letters[i - letters.length]}`]));
/** Of these, what the entries for frameworks ask of a Pancake that another bundle made. */
const crossingNames = ['isDefined', 'picture', 'visit'];
/** The bundles that all of them are for: others have such names of objects that are not ours. */
const engineBundles = ['pancake', 'edge', 'signed_memory', 'snapshot_function', 'node'];

/** What bundles for workers load when it is needed. */
const chunks = ['./signed_memory.js', './snapshot_function.js'];

/** Frameworks that a bundle is for: the application brings them. */
const frameworks = ['react'];

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
mkdirSync(glue, { recursive: true });
for (const name of ['pancake-page', 'pancake-builder']) {
  writeFileSync(join(glue, `${name}-text.mjs`), `export default ${JSON.stringify(textOfWasm(wasmFile(name)))};\n`);
}
// In Node, which reads base64 at once.
writeFileSync(join(glue, 'pancake-node-base64.mjs'), `export default '${wasmFile('pancake-node').toString('base64')}';\n`);
for (const name of ['pancake', 'pancake-builder']) writeFileSync(join(dist, `${name}.wasm`), wasmFile(name));
copyFileSync(join(root, 'wasm/start.js'), join(glue, 'pancake.mjs'));
writeFileSync(join(glue, 'pancake-builder.mjs'), await smallBuilderGlue());
await Promise.all(Object.entries(bundles).map(([name, [entry, platform]]) => bundle(name, entry, platform)));
for (const name of ['edge', 'json.edge']) writeEdgeLight(name);
declare();

/** An artefact as it is shipped: the bundles call an engine by short names. @param {string} name */
function wasmFile(name) {
  const file = readFileSync(join(wasm, `${name}.wasm`));
  return name === 'pancake-builder' ? file : withExports(file, shortNames);
}

/** @param {string} name @param {string} entry @param {'browser' | 'neutral' | 'node'} platform */
async function bundle(name, entry, platform) {
  const { outputFiles } = await build({
    entryPoints: [join(source, entry)],
    outfile: join(dist, `${name}.js`),
    bundle: true,
    format: 'esm',
    platform,
    target: 'es2022',
    minify: true,
    sourcemap: 'external',
    write: false,
    mangleProps: new RegExp(`^(?:${(engineBundles.includes(name) ? internalNames : crossingNames).join('|')})$`),
    mangleCache: { ...shortNames },
    legalComments: 'none',
    define: {
      WRITES_PERSONAL: String(platform !== 'browser'),
      READS_LAYERS: String(platform !== 'browser'),
      FOLLOWS: String(platform !== 'neutral'),
    },
    external: ['*.wasm', ...frameworks, ...(platform === 'neutral' ? chunks : [])],
    // React's server components may import what only runs in others.
    banner: name === 'react' ? { js: "'use client';" } : {},
    inject: platform === 'node' ? [join(source, 'node_crypto.ts')] : [],
    alias: {
      '#engine': join(glue, 'pancake.mjs'),
      '#engine-base64': join(glue, 'pancake-node-base64.mjs'),
      '#engine-text': join(glue, 'pancake-page-text.mjs'),
      '#later': join(source, platform === 'node' ? 'later.node.ts' : 'later.ts'),
      '#builder': join(glue, 'pancake-builder.mjs'),
      '#builder-text': join(glue, 'pancake-builder-text.mjs'),
    },
    logLevel: 'warning',
  });
  const [map = '', code = ''] = outputFiles.map(({ text }) => text);
  // Node shows the line of an error that nobody catches.
  const longestLine = platform === 'node' ? 120 : undefined;
  const small = await smaller(code, map, `${name}.js.map`, longestLine);
  writeFileSync(join(dist, `${name}.js`), small.code ?? '');
  writeFileSync(join(dist, `${name}.js.map`), String(small.map));
  letImportsAlone(join(dist, `${name}.js`));
}

/**
 * What esbuild's minifier leaves: terser goes over it again and again, for a thirtieth less.
 * @param {string} code @param {string} map @param {string} mapFile @param {number} [longestLine]
 */
async function smaller(code, map, mapFile, longestLine) {
  return minify(code, {
    module: true,
    ecma: 2020,
    // React's 'use client' is a directive that terser does not know.
    compress: { passes: 4, inline: 1, unsafe_arrows: true, pure_getters: true, directives: false },
    format: { preserve_annotations: true, max_line_len: longestLine ?? false },
    sourceMap: { content: map, url: mapFile, includeSources: true },
  });
}

/**
 * Marks the imports of what only the application knows, so that webpack and Vite leave them as they
 * are. A minifier takes such comments out of the sources.
 * @param {string} file
 */
function letImportsAlone(file) {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/=>\s*import\((?!")/g, '=>import(/*webpackIgnore:true*//*@vite-ignore*/'));
}

/**
 * The bundle of a worker with `?module` behind its .wasm, by which Next.js knows a module from an
 * asset; wrangler knows both.
 * @param {string} name
 */
function writeEdgeLight(name) {
  const text = readFileSync(join(dist, `${name}.js`), 'utf8');
  const changed = text.replace(/(from"\.\/[\w-]+\.wasm)"/, '$1?module"');
  if (changed === text) throw new Error(`${name}.js imports no .wasm`);
  writeFileSync(join(dist, `${name}-light.js`), changed.replace(/\/\/# sourceMappingURL=.*\s*$/, ''));
}

async function smallBuilderGlue() {
  const { code } = await minify(withoutLoader(readFileSync(join(wasm, 'pancake-builder.mjs'), 'utf8')), {
    module: true,
    ecma: 2020,
    compress: { passes: 4, toplevel: true, unsafe_arrows: true, pure_getters: true },
    mangle: { toplevel: true },
  });
  return code ?? '';
}

/**
 * The builder's glue without its own ways to find and fetch the .wasm: js/src/snapshot_json.ts always gives
 * instantiateWasm, so what follows it is never reached. Nor are settings of a Module from outside
 * and hints for those who link it. An Emscripten that words this otherwise stops the build.
 *
 * @param {string} text
 */
function withoutLoader(text) {
  /** @type {[RegExp, string][]} */
  const changes = [
    [/if\s*\(Module\["instantiateWasm"\]\)\s*\{\s*try\s*\{/, '{ return Module["instantiateWasm"](info, receiveInstance); try {'],
    [/ENVIRONMENT_IS_WEB\s*=\s*true/, 'ENVIRONMENT_IS_WEB = false'],
    [/Module\["preloadedImages"\]\s*=\s*\{\};?\s*Module\["preloadedAudios"\]\s*=\s*\{\};?/, ''],
    [/var _scriptDir\s*=[^;]*;/, ''],
    [/if\s*\(typeof WebAssembly\s*!=\s*"object"\)\s*\{\s*abort\([^)]*\);?\s*\}/, ''],
    [/wasmBinaryFile\s*=\s*"[\w.-]+";\s*if\s*\(!isDataURI\(wasmBinaryFile\)\)\s*\{[^}]*\}/, ''],
    [/var moduleOverrides\s*=[^;]*;/, ''],
    [/Object\.assign\(Module,\s*moduleOverrides\);\s*moduleOverrides\s*=\s*null;/, ''],
    [/Module\["calledRun"\]\s*=\s*true;/, ''],
    [/Module\["run"\]\s*=\s*run;/, ''],
    [/var out\s*=\s*console\.log\.bind\(console\);/, ''],
    [/what\s*\+=\s*"\. Build with -s ASSERTIONS=1 for more info\.";/, ''],
  ];
  for (const [found, replacement] of changes) {
    if (!found.test(text)) throw new Error(`build/wasm/pancake-builder.mjs has no ${found}`);
    text = text.replace(found, replacement);
  }
  return text;
}

/** The declarations, and beside them those of the Wasm artefacts. */
function declare() {
  const types = join(dist, 'types');
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', types];
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', join(root, 'js/tsconfig.json'), ...options], { stdio: 'inherit' });
  copyFileSync(join(root, 'wasm/module.d.ts'), join(types, 'module.d.ts'));
  writeFileSync(join(types, 'pancake.wasm.d.ts'), `import type { WasmModule } from './module.js';\ndeclare const wasm: WasmModule;\nexport default wasm;\n`);
  for (const name of readdirSync(types)) {
    const text = readFileSync(join(types, name), 'utf8');
    writeFileSync(join(types, name), text.replaceAll('../../wasm/module.js', './module.js'));
  }
}
