// @ts-check

/**
 * What of Debian 12 the project needs, and why. Group `build` is what `npm start` and
 * `npm run build` need, `test` comes on top for `npm test`, `bench` for `npm run bench`.
 *
 * @typedef {'build' | 'test' | 'bench'} Group
 * @type {Record<Group, Record<string, string>>}
 */
const packages = {
  build: {
    'g++': 'compiles the server and the core',
    cmake: 'describes the native and the Wasm build',
    'ninja-build': 'runs the build',
    pkgconf: 'tells the build where libraries are',
    ccache: 'keeps compiled files, so that a second build is quick',
    'libboost1.81-dev': 'Beast and Asio: HTTP and sockets',
    'nlohmann-json3-dev': 'reads and writes JSON',
    'libhiredis-dev': "Redis's protocol",
    'libcli11-dev': 'the command line',
    'libspdlog-dev': 'logs',
    'libfmt-dev': 'formats text for logs and messages',
    'libxxhash-dev': 'checksums, ETags and draws',
    'libexpected-dev': 'errors as values',
    'libsqlite3-dev': 'the embedded store',
    'libssl-dev': 'signatures of cookies, TLS',
    'zlib1g-dev': 'gzip answers and compressed cookies',
    'libbrotli-dev': 'brotli answers',
    'prometheus-cpp-dev': 'the text format of /metrics',
    emscripten: 'compiles the core to WebAssembly',
    'node-acorn': "Emscripten's optimiser reads JavaScript with it",
  },
  test: {
    catch2: 'C++ unit tests',
    'clang-format': 'holds the C++ sources to one layout',
    'clang-tidy': 'reads the C++ sources for mistakes',
    clang: 'libFuzzer builds, and a second compiler',
    'libclang-rt-14-dev': "libFuzzer's and the sanitizers' runtime for clang",
    valgrind: 'counts the instructions of the hot paths',
    'redis-server': 'the Redis store is tested against a real server (on ports of its own)',
    chromium: 'the browser tests',
    'firefox-esr': 'the tests of the npm package in a second browser',
    'fonts-dejavu-core': 'text on the screenshots',
    systemd: '`systemd-analyze` reads the unit that is installed',
    python3: 'stands in for systemd where datagrams are needed',
    bsdutils: "`script`, a terminal for the command line's tests",
    'python3-itsdangerous': "the signer of flask-pancake's cookies, to test ours against",
  },
  bench: {
    wrk: 'HTTP load for the benchmarks',
    'libbenchmark-dev': 'measures the native core (Google Benchmark)',
    nginx: 'what the server is measured against (on a port of its own)',
    'redis-server': 'the Redis store is measured against a real server (on ports of its own)',
  },
};

/**
 * The packages of a group, with those that it builds on.
 * @param {Group} group
 * @returns {Record<string, string>} package name to reason
 */
export function packagesOf(group) {
  return group === 'build' ? packages.build : { ...packages.build, ...packages[group] };
}

/** @param {string} text @returns {text is Group} */
export function isGroup(text) {
  return Object.hasOwn(packages, text);
}
