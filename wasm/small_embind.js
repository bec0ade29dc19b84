// Laid over Embind's embind.js: what plain functions of unsigned integers never use is left out.
// Overloads, names of errors and of unregistered types, and readers for pointers to integers
// together were a third of the JavaScript that a page loads.
/* global mergeInto, LibraryManager, Module, getWasmTableEntry */
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

  // Nothing reads integers through pointers.
  $integerReadValueFromPointer__deps: [],
  $integerReadValueFromPointer: function () {
    return null;
  },
});
