export const id = 11;
export const ids = [11];
export const modules = {

/***/ 1011:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 16 modules
var core = __webpack_require__(8179);
// EXTERNAL MODULE: ./lib/azure-session.js + 5 modules
var azure_session = __webpack_require__(2193);
// EXTERNAL MODULE: ./lib/cancellation.js
var cancellation = __webpack_require__(1848);
// EXTERNAL MODULE: ./lib/conclude.js + 16 modules
var conclude = __webpack_require__(9747);
// EXTERNAL MODULE: ./lib/engine/clock.js
var clock = __webpack_require__(1440);
// EXTERNAL MODULE: ./lib/engine/failure.js
var failure = __webpack_require__(8004);
// EXTERNAL MODULE: ./lib/inputs.js + 11 modules
var lib_inputs = __webpack_require__(6227);
// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./lib/run-owner.js

/** Who a lock belongs to: the run on GitHub, its attempt included; elsewhere the machine and the process. */
function runOwner(environment) {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt = '1', } = environment;
    return server === undefined || repository === undefined || run === undefined
        ? `${(0,external_node_os_.hostname)()}/${process.pid}`
        : `${server}/${repository}/actions/runs/${run}/attempts/${attempt}`;
}

;// CONCATENATED MODULE: ./lib/lease.js


/** What a run may take longer than its time: the undoing of what was begun at its end. */
const OVERTIME_MS = 600_000;
/** The lock that this run takes where it writes. */
function leaseOf({ task, timeoutMs }, id, clock) {
    return {
        id,
        owner: runOwner(process.env),
        purpose: purposeOf(task),
        validUntilMs: clock.monotonicMs() + timeoutMs + OVERTIME_MS,
    };
}
function purposeOf(task) {
    switch (task.command) {
        case 'run':
        case 'plan':
            return `vip-swap to ${(0,resource_id/* nameOf */.Vb)(task.goal.targetLoadBalancerId)}`;
        default:
            return task.command;
    }
}

// EXTERNAL MODULE: ./lib/report/actions-log.js
var actions_log = __webpack_require__(7570);
// EXTERNAL MODULE: ./lib/report/recorder.js + 9 modules
var report_recorder = __webpack_require__(4982);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/engine/deadline.js
var deadline = __webpack_require__(8768);
// EXTERNAL MODULE: ./lib/probe/expectation.js
var expectation = __webpack_require__(1412);
// EXTERNAL MODULE: ./lib/undo-timeout.js
var undo_timeout = __webpack_require__(6539);
;// CONCATENATED MODULE: ./lib/run-command.js




/** From inputs to the command that they ask for; the code of the others is not loaded. */
async function runCommand(context, inputs) {
    const { task, timeoutMs, onFailure } = inputs;
    const watch = watchOptions(inputs);
    const leavesRecord = inputs.record === 'last';
    const control = { timeoutMs, undoTimeoutMs: undo_timeout/* UNDO_TIMEOUT_MS */.C, onFailure };
    switch (task.command) {
        case 'run':
        case 'plan': {
            const { run } = await Promise.all(/* import() */[__webpack_require__.e(867), __webpack_require__.e(670)]).then(__webpack_require__.bind(__webpack_require__, 2107));
            const { goal, ...waiting } = task;
            const source = async () => ({ kind: 'goal', goal });
            return run(context, {
                ...waiting,
                ...watch,
                ...control,
                leavesRecord,
                release: 'run',
                terms: goal,
                goal: source,
            });
        }
        case 'rollback': {
            const { rollback } = await Promise.all(/* import() */[__webpack_require__.e(867), __webpack_require__.e(337)]).then(__webpack_require__.bind(__webpack_require__, 3772));
            return rollback(context, { ...task, ...watch, ...control, leavesRecord });
        }
        case 'recover': {
            const { recover } = await Promise.all(/* import() */[__webpack_require__.e(867), __webpack_require__.e(299)]).then(__webpack_require__.bind(__webpack_require__, 9090));
            return recover(context, { ...task, ...watch, leavesRecord, timeoutMs });
        }
        case 'status': {
            const { status } = await Promise.all(/* import() */[__webpack_require__.e(867), __webpack_require__.e(983)]).then(__webpack_require__.bind(__webpack_require__, 6558));
            return inTime(context, timeoutMs, (limited) => status(limited, task.productionPublicIpIds));
        }
        case 'unlock': {
            const { unlock } = await Promise.all(/* import() */[__webpack_require__.e(867), __webpack_require__.e(781)]).then(__webpack_require__.bind(__webpack_require__, 704));
            return inTime(context, timeoutMs, (limited) => unlock(limited, task.productionPublicIpIds, task.reason));
        }
    }
}
function inTime(context, timeoutMs, command) {
    const { clock, signal } = context;
    return (0,deadline/* withDeadline */.N)({ clock, signal, timeoutMs, subject: 'the command' }, (limited) => command({ ...context, signal: limited }));
}
/** The prober's thread runs a bundle of its own, which lies beside this one. */
const PROBER_WORKER = (0,external_node_path_.join)((0,external_node_path_.dirname)(process.argv[1] ?? ''), 'prober-worker.js');
function watchOptions(inputs) {
    return {
        probe: probeSettings(inputs),
        isProbeOn: inputs.probe.kind === 'on',
        verifyTimeoutMs: inputs.verifyTimeoutMs,
    };
}
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

;// CONCATENATED MODULE: ./lib/saving-progress.js
/**
 * Saves how far a run has got before it goes on: `post` has to know of a step before its first write, and must not undo
 * a plan that has succeeded, even if `main` is killed right after that. A plan whose clean-up failed is left to it, and so
 * is one that was undone: undoing again finds nothing to do, and tells what `main` could not tell any more.
 *
 * @param subject what the release is about, once that is known.
 * @returns an `emit` that saves, and then emits.
 */
function savingProgress(emit, save, lease, subject) {
    let plan;
    let startedStepIds = [];
    let hasFailed = false;
    const saveProgress = (isQuiet) => {
        if (plan !== undefined) {
            const known = subject();
            const progress = { plan, startedStepIds, lease, isQuiet };
            save({
                kind: 'under-way',
                progress: { ...progress, ...(known === undefined ? {} : { subject: known }) },
            });
        }
    };
    return (event) => {
        if (event.type === 'plan-started') {
            plan = event.plan;
            startedStepIds = [];
            hasFailed = false;
        }
        else if (event.type === 'step-started') {
            startedStepIds = [...startedStepIds, event.stepId];
            saveProgress(false);
        }
        else if (event.type === 'step-failed') {
            hasFailed = true;
        }
        else if (event.type === 'plan-finished' && event.outcome === 'succeeded' && !hasFailed) {
            save({ kind: 'idle' });
        }
        else if (event.type === 'plan-finished') {
            // A process that was interrupted has given up waiting for the answer to a write; every other end has waited for it.
            saveProgress(event.outcome !== 'interrupted');
        }
        emit(event);
    };
}
/** A plan that was cancelled, an undo that failed, a clean-up that did: `post` has the state of the plan still. */
function isLeftToPost(end) {
    return (end.kind === 'ran' &&
        end.recoveredTo === undefined &&
        (end.result.outcome === 'interrupted' ||
            end.result.undoErrors.length > 0 ||
            end.result.cleanUpErrors.length > 0));
}

// EXTERNAL MODULE: ./lib/state.js
var state = __webpack_require__(7390);
;// CONCATENATED MODULE: ./lib/main.js














/** Main entry of the action: ends in a report, outputs and an exit code, whatever happens. */
async function main() {
    const signal = (0,cancellation/* cancellation */.W)();
    const recorder = (0,report_recorder/* createRecorder */.T)(clock/* systemClock */.m, actions_log/* actionsLog */._);
    const ending = {};
    try {
        const end = await command(recorder, signal, ending);
        ending.end = end;
        if (!isLeftToPost(end)) {
            (0,state/* saveStateForPost */.C)({ kind: 'idle' });
        }
    }
    catch (error) {
        ending.failure = (0,failure/* toFailure */.w)(error);
        (0,state/* saveStateForPost */.C)({ kind: 'idle' });
    }
    recorder.stop();
    await (0,conclude/* conclude */.E)(recorder, ending);
}
async function command(recorder, signal, ending) {
    const inputs = (0,lib_inputs/* readInputs */.K)(core/* getInput */.V4);
    ending.inputs = inputs;
    return runCommand(await contextOf(inputs, recorder, signal, ending), inputs);
}
async function contextOf(inputs, recorder, signal, ending) {
    const lease = leaseOf(inputs, (0,external_node_crypto_.randomUUID)(), clock/* systemClock */.m);
    return {
        arm: await (0,azure_session/* openArm */.f)(inputs, clock/* systemClock */.m, recorder.emit),
        clock: clock/* systemClock */.m,
        signal,
        lease,
        emit: (event) => {
            if (event.type === 'recovered') {
                (0,state/* saveStateForPost */.C)({ kind: 'begun' });
            }
            recorder.emit(event);
        },
        tellRecovering: () => (0,state/* saveStateForPost */.C)({ kind: 'recovering' }),
        emitSaving: savingProgress(recorder.emit, state/* saveStateForPost */.C, lease, () => ending.subject),
        tellSubject: (subject) => {
            ending.subject = subject;
        },
        tellPlan: recorder.log.printPlan,
    };
}


/***/ })

};
