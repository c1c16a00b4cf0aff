export const id = 685;
export const ids = [685,302,921];
export const modules = {

/***/ 9685:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 16 modules
var core = __webpack_require__(8179);
// EXTERNAL MODULE: ./lib/azure-session.js + 7 modules
var azure_session = __webpack_require__(5446);
// EXTERNAL MODULE: ./lib/conclude.js + 11 modules
var conclude = __webpack_require__(6716);
// EXTERNAL MODULE: ./lib/engine/clock.js
var clock = __webpack_require__(1440);
// EXTERNAL MODULE: ./lib/engine/failure.js
var failure = __webpack_require__(8004);
;// CONCATENATED MODULE: ./lib/holders.js
function holdersOf(task) {
    return task.strategy === 'vip-swap'
        ? { input: 'production-public-ip', ids: addressesOf(task) }
        : { input: 'scale-set', ids: [scaleSetOf(task)] };
}
function addressesOf(task) {
    switch (task.command) {
        case 'run':
        case 'plan':
            return task.goal.productionPublicIpIds;
        case 'rollback':
            return task.terms.productionPublicIpIds;
        default:
            return task.productionPublicIpIds;
    }
}
function scaleSetOf(task) {
    switch (task.command) {
        case 'run':
        case 'plan':
            return task.goal.scaleSetId;
        case 'rollback':
        case 'recover':
            return task.terms.scaleSetId;
        default:
            return task.scaleSetId;
    }
}

// EXTERNAL MODULE: ./lib/inputs.js + 23 modules
var lib_inputs = __webpack_require__(4635);
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

;// CONCATENATED MODULE: ./lib/undo-timeout.js
/**
 * For all the undoing of a run that has failed, of which the step that is undone first gets half. A swap: the longest update of a
 * load balancer ever recorded took 313 s, and 9 of 10 had ended within 73 s. A scale set: one call upgrades all instances that are
 * taken back, and is waited for for a quarter of an hour.
 */
const UNDO_TIMEOUT_MS = { swap: 480_000, scaleSet: 1_800_000 };
/** What comes after the undoing, or before it: the answer to a write, the last look, and giving up the lock. */
const HANDOVER_MS = 120_000;
function undoTimeoutMs({ strategy }) {
    return strategy === 'vip-swap' ? UNDO_TIMEOUT_MS.swap : UNDO_TIMEOUT_MS.scaleSet;
}
/** How much longer than its own time a run may be at work, and has its lock. */
function overtimeMs(of) {
    return undoTimeoutMs(of) + HANDOVER_MS;
}

;// CONCATENATED MODULE: ./lib/lease.js



/** The lock that this run takes where it writes. */
function leaseOf({ task, timeoutMs }, id, clock) {
    return {
        id,
        owner: runOwner(process.env),
        purpose: purposeOf(task),
        validUntilMs: clock.monotonicMs() + timeoutMs + overtimeMs(task),
    };
}
function purposeOf(task) {
    switch (task.command) {
        case 'run':
        case 'plan':
            return task.strategy === 'vip-swap'
                ? `vip-swap to ${(0,resource_id/* nameOf */.Vb)(task.goal.targetLoadBalancerId)}`
                : `${task.strategy} of ${(0,resource_id/* nameOf */.Vb)(task.goal.scaleSetId)}`;
        default:
            return task.command;
    }
}

// EXTERNAL MODULE: ./lib/masking.js
var masking = __webpack_require__(855);
// EXTERNAL MODULE: ./lib/report/log/actions-log.js
var actions_log = __webpack_require__(7799);
// EXTERNAL MODULE: ./lib/report/recorder.js + 13 modules
var report_recorder = __webpack_require__(3196);
// EXTERNAL MODULE: ./lib/report/report.js + 9 modules
var report = __webpack_require__(6727);
// EXTERNAL MODULE: ./lib/engine/deadline.js
var deadline = __webpack_require__(8768);
// EXTERNAL MODULE: ./lib/watch-options.js
var watch_options = __webpack_require__(8715);
;// CONCATENATED MODULE: ./lib/run-command.js





/** From inputs to the command that they ask for; the code of the others, and of other strategies, is not loaded. */
async function runCommand(context, inputs) {
    const { task, timeoutMs, onFailure } = inputs;
    const control = { timeoutMs, undoTimeoutMs: undoTimeoutMs(task), onFailure };
    const terms = { ...(0,watch_options/* watchOptions */.q)(inputs), leavesRecord: inputs.record === 'last' };
    switch (task.command) {
        case 'run':
        case 'plan': {
            const { run } = await __webpack_require__.e(/* import() */ 107).then(__webpack_require__.bind(__webpack_require__, 2107));
            const { command, lockTimeoutMs, onInterrupted } = task;
            return run(context, await releaseOf(task, terms), {
                command,
                lockTimeoutMs,
                onInterrupted,
                ...control,
            });
        }
        case 'rollback': {
            const { run } = await __webpack_require__.e(/* import() */ 107).then(__webpack_require__.bind(__webpack_require__, 2107));
            const { lockTimeoutMs, onInterrupted } = task;
            const options = { command: 'run', lockTimeoutMs, onInterrupted, ...control };
            return run(context, await rollbackOf(task, terms), options);
        }
        case 'recover': {
            const { recover } = await __webpack_require__.e(/* import() */ 90).then(__webpack_require__.bind(__webpack_require__, 9090));
            const { recoverTo } = task;
            return recover(context, await recoverableOf(task, terms), { recoverTo, timeoutMs });
        }
        case 'status': {
            const { status } = await __webpack_require__.e(/* import() */ 558).then(__webpack_require__.bind(__webpack_require__, 6558));
            const read = await statusReaderOf(task);
            const subject = `what ARM says of ${namesOf(task)}; nothing was changed`;
            return inTime(context, { timeoutMs, subject }, (limited) => status(limited, read));
        }
        case 'unlock': {
            const { unlock } = await __webpack_require__.e(/* import() */ 704).then(__webpack_require__.bind(__webpack_require__, 704));
            const take = await unlockerOf(task);
            const subject = `ARM to unlock ${namesOf(task)}; "command: status" tells whether the lock is gone`;
            return inTime(context, { timeoutMs, subject }, (limited) => unlock(limited, take, task.reason));
        }
    }
}
const vipSwap = () => Promise.all(/* import() */[__webpack_require__.e(611), __webpack_require__.e(683), __webpack_require__.e(240)]).then(__webpack_require__.bind(__webpack_require__, 5683));
const scaleSet = () => Promise.all(/* import() */[__webpack_require__.e(611), __webpack_require__.e(496), __webpack_require__.e(859)]).then(__webpack_require__.bind(__webpack_require__, 7496));
async function releaseOf(task, terms) {
    return task.strategy === 'vip-swap'
        ? (await vipSwap()).vipSwap(task.goal, terms)
        : (await scaleSet()).scaleSetRelease(task.goal, terms);
}
async function rollbackOf(task, terms) {
    return task.strategy === 'vip-swap'
        ? (await vipSwap()).vipSwapRollback(task.terms, terms)
        : (await scaleSet()).scaleSetRollback(task.terms, terms);
}
async function recoverableOf(task, terms) {
    return task.strategy === 'vip-swap'
        ? (await vipSwap()).recoverableSwap({ ...terms, ...task })
        : (await scaleSet()).recoverableScaleSet(task.terms, terms);
}
async function statusReaderOf(task) {
    if (task.strategy === 'vip-swap') {
        const { readSwapStatus } = await vipSwap();
        return (context) => readSwapStatus(context, task.productionPublicIpIds);
    }
    const { readScaleSetStatus } = await scaleSet();
    return (context) => readScaleSetStatus(context, task.scaleSetId);
}
async function unlockerOf(task) {
    if (task.strategy === 'vip-swap') {
        const { unlock } = await vipSwap();
        return (context) => unlock(context, task.productionPublicIpIds);
    }
    const { unlockScaleSet } = await scaleSet();
    return (context) => unlockScaleSet(context, task.scaleSetId);
}
function inTime(context, limit, command) {
    const { clock, signal } = context;
    return (0,deadline/* withDeadline */.N)({ clock, signal, ...limit }, (limited) => command({ ...context, signal: limited }));
}
function namesOf(task) {
    return holdersOf(task).ids.map(resource_id/* nameOf */.Vb).join(' and ');
}

// EXTERNAL MODULE: ./lib/engine/hand-over.js
var hand_over = __webpack_require__(4120);
// EXTERNAL MODULE: ./lib/engine/run.js
var run = __webpack_require__(1079);
// EXTERNAL MODULE: ./lib/record/record-removed-error.js
var record_removed_error = __webpack_require__(6302);
;// CONCATENATED MODULE: ./lib/saving-progress.js



/**
 * Saves how far a run has got before it goes on: `post` has to know of a step before its first write, and must not undo
 * a plan that has succeeded, even if `main` is killed right after that. A plan whose clean-up failed is left to it, and so
 * is one that was undone: undoing again finds nothing to do, and tells what `main` could not tell any more.
 *
 * @param subject what the release is about, once that is known.
 * @param downtime of the run until now; undefined where nobody asks.
 * @returns an `emit` that saves, and then emits.
 */
function savingProgress(emit, save, lease, subject, downtime = () => undefined) {
    let plan;
    let startedStepIds = [];
    let begunIds = [];
    let hasFailed = false;
    let cause = KILLED;
    const saveProgress = (isQuiet, measured) => {
        if (plan !== undefined) {
            const known = subject();
            const progress = { plan, startedStepIds, begunIds, lease, isQuiet, cause };
            save({
                kind: 'under-way',
                progress: {
                    ...progress,
                    ...(known === undefined ? {} : { subject: known }),
                    ...(measured === undefined ? {} : { downtime: measured }),
                },
            });
        }
    };
    return (event) => {
        if (event.type === 'plan-started') {
            plan = event.plan;
            startedStepIds = [];
            begunIds = [];
            hasFailed = false;
            cause = KILLED;
        }
        else if (event.type === 'step-started') {
            startedStepIds = [...startedStepIds, event.stepId];
            saveProgress(false);
        }
        else if (event.type === 'upgrade-begun') {
            begunIds = [...begunIds, ...event.instanceIds];
            saveProgress(false);
        }
        else if (event.type === 'step-failed') {
            hasFailed = true;
            if (!isCleanUp(plan, event.stepId)) {
                cause = causeOf(event.failure);
                saveProgress(false);
            }
        }
        else if (event.type === 'undo-started' && cause.kind !== 'failed') {
            // Not for a step: the time of the whole plan was up between two of them.
            cause = { kind: 'failed', failure: BETWEEN_STEPS };
            saveProgress(false);
        }
        else if (event.type === 'plan-finished' && event.outcome === 'succeeded' && !hasFailed) {
            save({ kind: 'idle' });
        }
        else if (event.type === 'plan-finished') {
            cause = event.failure === undefined ? cause : causeOf(event.failure);
            // A process that was interrupted has given up waiting for the answer to a write; every other end has waited for it.
            saveProgress(event.outcome !== 'interrupted', event.outcome === 'succeeded' ? downtime() : undefined);
        }
        emit(event);
    };
}
const KILLED = { kind: 'killed' };
const BETWEEN_STEPS = { message: 'The run had failed between two steps, and begun to undo them.' };
function causeOf(failure) {
    return failure.code === 'Cancelled' ? { kind: 'cancelled' } : { kind: 'failed', failure };
}
function isCleanUp(plan, stepId) {
    return plan?.steps.some(({ id, cleanUp }) => cleanUp && id === stepId) ?? false;
}
/**
 * A plan that was cancelled, an undo that failed, a clean-up that did: `post` has the state of the plan still. Not what has become
 * somebody else's, nor an undoing that has had its time: its lock is given up, and only a recovery goes on with it.
 */
function isLeftToPost(end) {
    return (end.kind === 'ran' &&
        end.recoveredTo === undefined &&
        (end.result.outcome === 'interrupted' ||
            isUndoneInPart(end.result) ||
            end.result.cleanUpErrors.some((error) => !(error instanceof record_removed_error/* RecordRemovedError */.K))));
}
function isUndoneInPart(result) {
    const { undoErrors } = result;
    const isWithdrawn = undoErrors.some((error) => error instanceof run/* WithdrawnError */.jG);
    return undoErrors.length > 0 && !isWithdrawn && !(0,hand_over/* isHandedOver */.nc)(result);
}

// EXTERNAL MODULE: ./lib/state.js
var lib_state = __webpack_require__(7390);
;// CONCATENATED MODULE: ./lib/state-of-main.js
function stateOfMain(saveState) {
    let last = { kind: 'begun' };
    /** Of the recoveries that have come to their ends: what one after them finds nothing to do about stays done. */
    let recovered = last;
    const save = (state) => {
        last = state;
        saveState(state);
    };
    return {
        save,
        settling(what, hold) {
            save(settlingOf(what, hold));
        },
        recovered(end) {
            recovered = end === 'nothing' ? recovered : { kind: 'recovered', end };
            save(recovered);
        },
        told({ aborted }) {
            save(aborted && (last.kind === 'recovering' || last.kind === 'sweeping')
                ? { kind: 'recovery-cancelled', hold: last.hold }
                : { kind: 'idle' });
        },
    };
}
function settlingOf(what, hold) {
    switch (what) {
        case 'look':
            return { kind: 'looking', holders: hold.holders };
        case 'recovery':
            return { kind: 'recovering', hold };
        case 'sweep':
            return { kind: 'sweeping', hold };
        case 'unlock':
            return { kind: 'unlocking', holders: hold.holders };
    }
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/workspace.js



const allowed = 'Allowed: the path of a file in the workspace.';
/**
 * Reads a text file of the workspace, where `actions/checkout` and builds put things. What lies outside of it is not for this
 * action to send anywhere, also where a link leads there.
 */
function readWorkspaceFile(path) {
    const workspace = (0,external_node_fs_.realpathSync)(process.env.GITHUB_WORKSPACE || process.cwd());
    const file = realPath(path, (0,external_node_path_.resolve)(workspace, path));
    const inside = (0,external_node_path_.relative)(workspace, file);
    if (inside === '..' || inside.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(inside)) {
        throw new Error(`'${path}' lies outside of the workspace ${workspace}. ${allowed}`);
    }
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode((0,external_node_fs_.readFileSync)(file));
    }
    catch (error) {
        throw unreadable(path, error);
    }
}
function realPath(path, file) {
    try {
        return (0,external_node_fs_.realpathSync)(file);
    }
    catch (error) {
        throw unreadable(path, error);
    }
}
function unreadable(path, error) {
    return new Error(`'${path}' cannot be read: ${(0,failure/* toFailure */.w)(error).message}. ${allowed}`, { cause: error });
}

;// CONCATENATED MODULE: ./lib/main.js


















/** Main entry of the action: ends in a report, outputs and an exit code, whatever happens. */
async function main(signal) {
    const recorder = (0,report_recorder/* createRecorder */.T)(clock/* systemClock */.m, actions_log/* actionsLog */._);
    const ending = {};
    const state = stateOfMain(lib_state/* saveStateForPost */.C);
    try {
        const end = await command(recorder, signal, ending, state);
        ending.end = end;
        if (!isLeftToPost(end)) {
            state.told(signal);
        }
    }
    catch (error) {
        ending.failure = (0,failure/* toFailure */.w)(error);
        state.told(signal);
    }
    recorder.stop();
    await (0,conclude/* conclude */.E)(recorder, ending);
}
async function command(recorder, signal, ending, state) {
    const inputs = (0,lib_inputs/* readInputs */.Ko)({ getInput: core/* getInput */.V4, mask: (0,masking/* maskFor */.h)(recorder) }, readWorkspaceFile);
    ending.inputs = inputs;
    return runCommand(await contextOf(inputs, recorder, signal, ending, state), inputs);
}
async function contextOf(inputs, recorder, signal, ending, state) {
    const lease = leaseOf(inputs, (0,external_node_crypto_.randomUUID)(), clock/* systemClock */.m);
    const downtime = () => (0,conclude/* downtimeUntilNow */.O)(recorder, inputs);
    const saving = savingProgress(recorder.emit, state.save, lease, () => ending.subject, downtime);
    return {
        arm: await (0,azure_session/* openArm */.f)(inputs, clock/* systemClock */.m, (0,masking/* listenerOf */.A)(recorder)),
        clock: clock/* systemClock */.m,
        signal,
        lease,
        emit: recorder.emit,
        controlPlaneSeconds: () => (0,report/* controlPlaneSeconds */.TF)(recorder.events),
        recoveredSeconds: () => (0,report/* recoveredSeconds */.VT)(recorder.events, recorder.startedAtMs),
        tellSettling: (what) => state.settling(what, { lease, holders: holdersOf(inputs.task) }),
        tellRecovered: state.recovered,
        emitSaving: (event) => saving(recorder.concealedEvent(event)),
        tellSubject: (subject) => {
            ending.subject = subject;
        },
        tellPlan: recorder.tellPlan,
    };
}


/***/ }),

/***/ 6302:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ RecordRemovedError)
/* harmony export */ });
/** Somebody has removed the tags of a release while it ran: it is at its end, and nothing of it is left to tidy up. */
class RecordRemovedError extends Error {
    name = 'RecordRemovedError';
    code = 'RecordRemoved';
}


/***/ })

};
