// Laid over Embind's embind.js: what plain functions of unsigned integers never use is left out.
// Overloads, conversions, names of errors and of unregistered types were most of the JavaScript
// that a page loads of it.
/* global mergeInto, LibraryManager, Module, getWasmTableEntry, registeredTypes */
mergeInto(LibraryManager.library, {
  // Thrown only by bindings that do not fit together: the first test of a build shows them.
  $throwBindingError__deps: [],
  $throwBindingError: function (message) {
    throw Error(message);
  },
  $throwInternalError__deps: [],
  $throwInternalError: function (message) {
    throw Error(message);
  },
  $throwUnboundTypeError__deps: [],
  $throwUnboundTypeError: function (message) {
    throw Error(message);
  },

  // No function has overloads.
  $exposePublicSymbol__deps: [],
  $exposePublicSymbol: function (name, value) {
    Module[name] = value;
  },
  $replacePublicSymbol__deps: [],
  $replacePublicSymbol: function (name, value) {
    Module[name] = value;
  },

  // No signature has a 64-bit integer.
  $embind__requireFunction__deps: [],
  $embind__requireFunction: function (signature, rawFunction) {
    return getWasmTableEntry(rawFunction);
  },

  // The one type is registered before any function (small_embind.cpp).
  $whenDependentTypesAreResolved__deps: ['$registeredTypes'],
  $whenDependentTypesAreResolved: function (own, dependent, onComplete) {
    onComplete(dependent.map((type) => registeredTypes[type]));
  },

  // Every parameter is an unsigned integer, which WebAssembly takes as it is, and so is every
  // result. Without conversion by tables a call costs a tenth.
  $craftInvokerFunction__deps: [],
  $craftInvokerFunction: function (name, types, classType, invoke, target) {
    return (a, b, c) => invoke(target, a, b, c) >>> 0;
  },

  _embind_register_integer__deps: ['$registeredTypes'],
  _embind_register_integer: function (rawType) {
    registeredTypes[rawType] = 'unsigned int';
  },
});
