/**
 * Runs the reference's compliance suite (npm @m-ld/m-ld-test) against an orchestrator of clones, and tells on standard
 * output, in JSON lines, what becomes of each spec. Arguments: the orchestrator's URL, then those of the package's own
 * runner: specs such as `1/*`, and options such as `--filter=`.
 */
const { writeSync } = require('node:fs');
const { dirname, join } = require('node:path');

// The runner and jasmine print to standard output, which is ours
Object.defineProperty(process, 'stdout', { get: () => process.stderr });
for (const method of ['log', 'info', 'debug'])
  console[method] = console.error;

// The package's entry point for its compliance suite is empty, so the runner is loaded by its path
const packageDir = dirname(dirname(require.resolve('@m-ld/m-ld-test')));
const runner = require(join(packageDir, 'compliance', 'runner.js'));

function report(event, detail) {
  writeSync(1, JSON.stringify({ event, ...detail }) + '\n');
}

const messages = expectations => (expectations ?? []).map(({ message, stack }) => `${message}\n${stack ?? ''}`);

class LineReporter {
  specStarted({ fullName }) {
    report('specStarted', { fullName });
  }

  specDone({ fullName, status, duration, failedExpectations, pendingReason }) {
    report('specDone', { fullName, status, duration, failures: messages(failedExpectations), pendingReason });
  }

  suiteDone({ fullName, failedExpectations }) {
    if (failedExpectations.length > 0)
      report('suiteDone', { fullName, failures: messages(failedExpectations) });
  }

  jasmineDone({ overallStatus, incompleteReason, failedExpectations }) {
    report('done', { status: overallStatus, incompleteReason, failures: messages(failedExpectations) });
  }
}

const [, , orchestratorUrl, ...args] = process.argv;
// The runner knows reporters by their module only
require.cache[__filename].exports = LineReporter;
runner([`--reporter=${__filename}`, ...args])(orchestratorUrl);
// The runner gives a spec 30 seconds, which counts for nothing but the load of the machine: a clone of the reference
// that starts in half a second on an idle one may take five on one with other work
global.jasmine.DEFAULT_TIMEOUT_INTERVAL = 120000;
