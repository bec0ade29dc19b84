// @ts-check
//
// node import_traps.mjs URL: imports a module with traps around the globals, and prints as JSON
// which of them it touched and what it exports.
import { registerHooks } from 'node:module';

// Workers get compiled modules by import; Node does not.
registerHooks({
  load(url, context, next) {
    return /\.wasm(?:\?module)?$/.test(url) ? { format: 'module', source: 'export default {};', shortCircuit: true } : next(url, context);
  },
});

/** @type {string[]} */
const effects = [];
let isImporting = false;
/** @type {any} */
const world = globalThis;

/** @param {any} holder @param {string} name @param {string} [as] */
function trap(holder, name, as = name) {
  const real = holder[name];
  const note = () => {
    if (isImporting) effects.push(as);
  };
  holder[name] = new Proxy(typeof real === 'function' ? real : function missing() {}, {
    apply(target, self, words) {
      note();
      return Reflect.apply(target, self, words);
    },
    construct(target, words) {
      note();
      return Reflect.construct(target, words);
    },
  });
}

/** @param {string} name something that only pages have */
function trapGlobal(name) {
  Object.defineProperty(world, name, {
    configurable: true,
    get() {
      if (isImporting) effects.push(name);
      return undefined;
    },
  });
}

for (const name of ['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'addEventListener', 'BroadcastChannel', 'EventSource', 'WebSocket']) trap(world, name);
for (const name of ['compile', 'instantiate', 'Module', 'Instance', 'Memory', 'compileStreaming', 'instantiateStreaming']) trap(WebAssembly, name, `WebAssembly.${name}`);
for (const name of ['log', 'warn', 'error', 'info', 'debug']) trap(console, name, `console.${name}`);
for (const name of ['on', 'once', 'emitWarning', 'addListener']) trap(process, name, `process.${name}`);
trap(Math, 'random', 'Math.random');
trap(crypto, 'getRandomValues', 'crypto.getRandomValues');
for (const name of ['document', 'localStorage', 'sessionStorage', 'caches', 'indexedDB']) trapGlobal(name);

const write = process.stdout.write.bind(process.stdout);
const before = new Set(Object.getOwnPropertyNames(world));
isImporting = true;
process.stdout.write = () => true;
const module = await import(process.argv[2] ?? '');
await new Promise((resolve) => process.nextTick(resolve));
isImporting = false;
for (const name of Object.getOwnPropertyNames(world)) if (!before.has(name)) effects.push(`the global ${name}`);
write(JSON.stringify({ effects, exports: Object.keys(module) }));
process.exit(0);
