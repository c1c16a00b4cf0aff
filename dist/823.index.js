export const id = 823;
export const ids = [823,768];
export const modules = {

/***/ 8768:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ withDeadline),
/* harmony export */   j: () => (/* binding */ DeadlineError)
/* harmony export */ });
/** A wait came to the end of its time. The message says what was waited for. */
class DeadlineError extends Error {
    name = 'DeadlineError';
}
/** Runs `work` with a signal that aborts when the caller's does, or with a DeadlineError when the time is up. */
async function withDeadline({ clock, signal, timeoutMs, subject }, work) {
    const expiry = new AbortController();
    const finished = new AbortController();
    const timer = clock.sleep(timeoutMs, finished.signal).then(() => expiry.abort(new DeadlineError(`Gave up after ${Math.round(timeoutMs / 100) / 10} s waiting for ${subject}.`)), () => undefined);
    try {
        return await work(AbortSignal.any([signal, expiry.signal]));
    }
    finally {
        finished.abort();
        await timer;
    }
}


/***/ }),

/***/ 3823:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 16 modules
var core = __webpack_require__(8179);
// EXTERNAL MODULE: ./lib/azure-session.js + 5 modules
var azure_session = __webpack_require__(2193);
// EXTERNAL MODULE: ./lib/cancellation.js
var cancellation = __webpack_require__(1848);
// EXTERNAL MODULE: ./lib/conclude.js + 17 modules
var conclude = __webpack_require__(2758);
// EXTERNAL MODULE: ./lib/engine/clock.js
var clock = __webpack_require__(1440);
// EXTERNAL MODULE: ./lib/engine/deadline.js
var engine_deadline = __webpack_require__(8768);
// EXTERNAL MODULE: ./lib/engine/failure.js
var failure = __webpack_require__(8004);
// EXTERNAL MODULE: ./lib/inputs.js + 11 modules
var lib_inputs = __webpack_require__(6227);
// EXTERNAL MODULE: ./lib/probe/expectation.js
var expectation = __webpack_require__(1412);
// EXTERNAL MODULE: ./lib/report/actions-log.js
var actions_log = __webpack_require__(7570);
// EXTERNAL MODULE: ./lib/report/recorder.js + 8 modules
var report_recorder = __webpack_require__(4889);
;// CONCATENATED MODULE: ./lib/saving-progress.js
/**
 * Saves how far a run has got before it goes on: `post` has to know of a step before its first write, and must not undo
 * a plan that has succeeded, even if `main` is killed right after that. A plan that was undone is left to it: undoing
 * again finds nothing to do, and tells what `main` could not tell any more.
 *
 * @param subject what the release is about, once that is known.
 * @returns an `emit` that saves, and then emits.
 */
function savingProgress(emit, save, subject) {
    let plan;
    let startedStepIds = [];
    return (event) => {
        if (event.type === 'plan-started') {
            plan = event.plan;
            startedStepIds = [];
        }
        else if (event.type === 'step-started' && plan !== undefined) {
            startedStepIds = [...startedStepIds, event.stepId];
            const known = subject();
            const progress = { plan, startedStepIds, ...(known === undefined ? {} : { subject: known }) };
            save({ kind: 'under-way', progress });
        }
        else if (event.type === 'plan-finished' && event.outcome === 'succeeded') {
            save({ kind: 'idle' });
        }
        emit(event);
    };
}

// EXTERNAL MODULE: ./lib/state.js
var state = __webpack_require__(7390);
// EXTERNAL MODULE: ./lib/undo-timeout.js
var undo_timeout = __webpack_require__(6539);
;// CONCATENATED MODULE: ./lib/main.js















/** Main entry of the action: ends in a report, outputs and an exit code, whatever happens. */
async function main() {
    const signal = (0,cancellation/* cancellation */.W)();
    const recorder = (0,report_recorder/* createRecorder */.T)(clock/* systemClock */.m, actions_log/* actionsLog */._);
    const ending = {};
    try {
        const result = await release(recorder, signal, ending);
        // An undo that failed is tried once more by `post`, which has the state of the plan still.
        if (result === undefined || result.undoErrors.length === 0) {
            (0,state/* saveStateForPost */.C)({ kind: 'idle' });
        }
    }
    catch (error) {
        ending.conclusion = { outcome: 'failed', failure: (0,failure/* toFailure */.w)(error) };
        (0,state/* saveStateForPost */.C)({ kind: 'idle' });
    }
    recorder.stop();
    await (0,conclude/* conclude */.E)(recorder, ending);
}
/** @returns how the plan ended; undefined where none was to be run. */
async function release(recorder, signal, ending) {
    const inputs = (0,lib_inputs/* readInputs */.K)(core/* getInput */.V4);
    ending.inputs = inputs;
    const { timeoutMs } = inputs;
    const deadline = { clock: clock/* systemClock */.m, signal, timeoutMs, subject: 'the checks before the first write' };
    const preparation = await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => prepare(inputs, recorder, limited, ending));
    ending.subject = preparation.subject;
    switch (preparation.kind) {
        case 'no-change':
            ending.conclusion = { outcome: 'no-change', reason: preparation.reason };
            return undefined;
        case 'refused':
            recorder.log.printPlan(preparation.plan);
            throw new Error(preparation.refusals.join('\n'));
        case 'ready':
            if (inputs.command === 'plan') {
                recorder.log.printPlan(preparation.release.plan);
                ending.conclusion = { outcome: 'planned', plan: preparation.release.plan };
                return undefined;
            }
            return preparation.release.run({
                signal,
                timeoutMs: timeoutMs - (clock/* systemClock */.m.monotonicMs() - recorder.startedAtMs),
                undoTimeoutMs: undo_timeout/* UNDO_TIMEOUT_MS */.C,
                onFailure: inputs.onFailure,
            });
    }
}
async function prepare(inputs, recorder, signal, ending) {
    const [{ prepareVipSwap }, arm] = await Promise.all([
        __webpack_require__.e(/* import() */ 282).then(__webpack_require__.bind(__webpack_require__, 8282)),
        (0,azure_session/* openArm */.f)(inputs, clock/* systemClock */.m, recorder.emit),
    ]);
    const context = {
        arm,
        clock: clock/* systemClock */.m,
        signal,
        emit: savingProgress(recorder.emit, state/* saveStateForPost */.C, () => ending.subject),
        command: inputs.command,
    };
    return prepareVipSwap(context, {
        goal: inputs.goal,
        probe: probeSettings(inputs),
        isProbeOn: inputs.probe.kind === 'on',
        verifyTimeoutMs: inputs.verifyTimeoutMs,
    });
}
/** The prober's thread runs a bundle of its own, which lies beside this one. */
const PROBER_WORKER = (0,external_node_path_.join)((0,external_node_path_.dirname)(process.argv[1] ?? ''), 'prober-worker.js');
function probeSettings({ probe }) {
    return probe.kind === 'on'
        ? { ...probe, workerEntry: PROBER_WORKER }
        : {
            workerEntry: PROBER_WORKER,
            connectTo: [],
            intervalMs: 250,
            timeoutMs: 2_000,
            expectation: expectation/* anySuccess */.Kg,
        };
}


/***/ })

};
