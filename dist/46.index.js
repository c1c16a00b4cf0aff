export const id = 46;
export const ids = [46,240,859];
export const modules = {

/***/ 3240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gw: () => (/* binding */ interruptionFailure),
/* harmony export */   iM: () => (/* binding */ settleInterrupted),
/* harmony export */   or: () => (/* binding */ hasReachedGoal)
/* harmony export */ });
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8004);
/* harmony import */ var _hand_over_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4120);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1079);




/** A plan that was cleaning up had reached its goal: what is left of it is no failure. */
function hasReachedGoal({ plan, startedStepIds, }) {
    return plan.steps.some(({ id, cleanUp }) => cleanUp && startedStepIds.includes(id));
}
/** What there is to say of the run that did not come to its end. */
function interruptionFailure({ plan, startedStepIds, cause, }) {
    const title = plan.steps.find(({ id }) => id === startedStepIds.at(-1))?.title ?? plan.goal;
    switch (cause.kind) {
        case 'killed':
            return { message: `The process of the run was ended while it was at "${title}".`, code: 'Interrupted' };
        case 'cancelled':
            return { message: `The run was cancelled while it was at "${title}".`, code: 'Interrupted' };
        case 'failed':
            return cause.failure;
    }
}
/** Brings an interrupted plan to an end: one that was cleaning up had reached its goal; any other goes the way that it is told. */
async function settleInterrupted(interrupted) {
    const { plan, startedStepIds, clock, emit } = interrupted;
    const started = startedStepIds.flatMap((id) => plan.steps.filter((step) => step.id === id));
    emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
    const { signal } = new AbortController();
    const deadline = {
        clock,
        signal,
        timeoutMs: interrupted.timeoutMs,
        subject: `settling "${plan.goal}"`,
        reasonOf: () => new _hand_over_js__WEBPACK_IMPORTED_MODULE_1__/* .HandOverError */ .Yt(),
    };
    const result = await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_3__/* .withDeadline */ .N)(deadline, (limited) => {
        if (hasReachedGoal(interrupted)) {
            return cleanUp(interrupted, limited);
        }
        return interrupted.direction === 'finish'
            ? finish(interrupted, started, limited)
            : undo(interrupted, started, interruptionFailure(interrupted), limited);
    });
    emit({
        type: 'plan-finished',
        atMs: clock.monotonicMs(),
        outcome: result.outcome,
        ...(result.error === undefined ? {} : { failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(result.error) }),
    });
    return result;
}
/** What comes after the window is done; where it shows that the goal is not reached after all, everything is undone. */
async function finish(interrupted, started, signal) {
    const { steps } = interrupted.plan;
    const left = steps.slice(steps.findLastIndex(({ window }) => window !== undefined) + 1);
    const begun = [...started];
    try {
        for (const step of left.filter((each) => !each.cleanUp)) {
            begun.push(...(begun.includes(step) ? [] : [step]));
            await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .performStep */ .Ks)(interrupted, step, { signal, clock: interrupted.clock });
        }
    }
    catch (error) {
        const { message } = interruptionFailure(interrupted);
        const failure = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(error);
        return undo(interrupted, begun, { ...failure, message: `${message} ${failure.message}` }, signal);
    }
    return cleanUp(interrupted, signal);
}
async function cleanUp(interrupted, signal) {
    const { plan, clock } = interrupted;
    const cleanUpErrors = [];
    for (const step of plan.steps.filter((each) => each.cleanUp)) {
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .performStep */ .Ks)(interrupted, step, { signal, clock }).catch((error) => cleanUpErrors.push(error));
    }
    return (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .cleanedUp */ .cI)(cleanUpErrors);
}
async function undo(interrupted, started, { message, code }, undoSignal) {
    const undoErrors = await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .undoSteps */ .qD)({ ...interrupted, undoSignal }, started);
    const outcome = undoErrors.length === 0 ? 'rolled-back' : 'failed';
    const error = Object.assign(new Error(message), code === undefined ? {} : { code });
    return { outcome, error, undoErrors, cleanUpErrors: [] };
}


/***/ }),

/***/ 9046:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  post: () => (/* binding */ post)
});

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
// EXTERNAL MODULE: ./lib/engine/interrupted.js
var interrupted = __webpack_require__(3240);
// EXTERNAL MODULE: ./lib/inputs.js + 23 modules
var lib_inputs = __webpack_require__(4635);
// EXTERNAL MODULE: ./lib/masking.js
var masking = __webpack_require__(855);
;// CONCATENATED MODULE: ./lib/post-timeout.js
/**
 * GitHub ends everything five minutes after a cancellation, and `post` is to have told everything after four. What is not
 * settled by this is handed over: the answer to a write is waited for four seconds longer, then the lock is given up within
 * twenty, and the report takes a moment too.
 */
const POST_TIMEOUT_MS = 200_000;

// EXTERNAL MODULE: ./lib/report/log/actions-log.js
var actions_log = __webpack_require__(7799);
// EXTERNAL MODULE: ./lib/report/recorder.js + 13 modules
var report_recorder = __webpack_require__(3196);
// EXTERNAL MODULE: ./lib/watch-options.js
var watch_options = __webpack_require__(8715);
;// CONCATENATED MODULE: ./lib/post.js












/** Post entry: `main` did not bring its plan to an end. Finishes the clean-up, or undoes what was done. */
async function post(progress) {
    const recorder = (0,report_recorder/* createRecorder */.T)(clock/* systemClock */.m, actions_log/* actionsLog */._);
    const ending = {
        startedStepIds: progress.startedStepIds,
        ...(progress.subject === undefined ? {} : { subject: progress.subject }),
        ...(progress.downtime === undefined ? {} : { downtime: progress.downtime }),
    };
    try {
        await finish(progress, recorder, ending);
    }
    catch (error) {
        ending.failure = (0,failure/* toFailure */.w)(error);
        tellPlan(recorder, progress);
    }
    recorder.stop();
    await (0,conclude/* conclude */.E)(recorder, ending);
}
/** For the report: which steps were begun, and what takes them back, also where nothing could be tried. */
function tellPlan(recorder, { plan }) {
    if (!recorder.events.some(({ type }) => type === 'plan-started')) {
        recorder.emit({ type: 'plan-started', atMs: clock/* systemClock */.m.monotonicMs(), plan });
    }
}
async function finish(progress, recorder, ending) {
    const { plan, startedStepIds, begunIds, cause, lease, isQuiet, downtime } = progress;
    const inputs = (0,lib_inputs/* readInputsOfPost */.Pe)({ getInput: core/* getInput */.V4, mask: (0,masking/* maskFor */.h)(recorder) });
    ending.inputs = inputs;
    const [{ leave, settle }, arm] = await Promise.all([
        settlingOf(plan.strategy, inputs),
        (0,azure_session/* openArm */.f)(inputs, clock/* systemClock */.m, (0,masking/* listenerOf */.A)(recorder)),
    ]);
    const context = { arm, clock: clock/* systemClock */.m, emit: recorder.emit, lease };
    if (inputs.onFailure === 'stop' && !(0,interrupted/* hasReachedGoal */.or)(progress)) {
        tellPlan(recorder, progress);
        await leave(context, { plan, startedStepIds, mayHaveLateWrites: !isQuiet });
        throw leftAsItWas(progress);
    }
    await settle(context, {
        plan,
        startedStepIds,
        begunIds,
        cause,
        watch: (0,watch_options/* watchOptions */.q)(inputs),
        timeoutMs: POST_TIMEOUT_MS,
        mayHaveLateWrites: !isQuiet,
        ...recordedOf(downtime),
    });
}
function recordedOf(downtime) {
    const { seconds = null, source = null } = downtime ?? {};
    return seconds === null || source === null ? {} : { downtime: { seconds, source } };
}
/** How the plan of a strategy is brought to its end, and how it is left as it is. */
async function settlingOf(strategy, { previousSettings }) {
    if (strategy === 'vip-swap') {
        const { leaveVipSwap, settleVipSwap } = await Promise.all(/* import() */[__webpack_require__.e(611), __webpack_require__.e(683), __webpack_require__.e(302)]).then(__webpack_require__.bind(__webpack_require__, 5683));
        return { leave: leaveVipSwap, settle: settleVipSwap };
    }
    const { leaveScaleSet, settleScaleSet } = await Promise.all(/* import() */[__webpack_require__.e(611), __webpack_require__.e(496), __webpack_require__.e(921)]).then(__webpack_require__.bind(__webpack_require__, 7496));
    const settle = (context, unsettled) => settleScaleSet(context, unsettled, previousSettings);
    return { leave: leaveScaleSet, settle };
}
function leftAsItWas(progress) {
    const { message, code } = (0,interrupted/* interruptionFailure */.Gw)(progress);
    const text = `${message} on-failure is "stop", so all was left as it was: look at ${progress.plan.strategy === 'vip-swap' ? 'both load balancers' : 'the instances'} first.`;
    return Object.assign(new Error(text), code === undefined ? {} : { code });
}


/***/ })

};
