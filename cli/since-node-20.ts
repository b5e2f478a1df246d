/** What came into Node after version 20, the oldest that runs the command line: it has to be loaded before all else. */
import "core-js/actual/iterator/index.js";
import "core-js/actual/map/group-by.js";
import "core-js/actual/promise/with-resolvers.js";
