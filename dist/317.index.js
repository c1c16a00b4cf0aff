export const id = 317;
export const ids = [317];
export const modules = {

/***/ 3240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ settleInterrupted),
/* harmony export */   o: () => (/* binding */ hasReachedGoal)
/* harmony export */ });
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1079);


const INTERRUPTED = {
    message: 'The run was interrupted before it had ended, or could not undo what it had done.',
    code: 'Interrupted',
};
/** A plan that was cleaning up had reached its goal: what is left of it is no failure. */
function hasReachedGoal({ plan, startedStepIds, }) {
    return plan.steps.some(({ id, cleanUp }) => cleanUp && startedStepIds.includes(id));
}
/** Brings an interrupted plan to an end: a plan that was cleaning up had reached its goal; any other is undone. */
async function settleInterrupted(interrupted) {
    const { plan, startedStepIds, clock, emit } = interrupted;
    const started = startedStepIds.flatMap((id) => plan.steps.filter((step) => step.id === id));
    emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
    const { signal } = new AbortController();
    const deadline = { clock, signal, timeoutMs: interrupted.timeoutMs, subject: `settling "${plan.goal}"` };
    const result = await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)(deadline, (limited) => hasReachedGoal(interrupted) ? cleanUp(interrupted, limited) : undo(interrupted, started, limited));
    emit({
        type: 'plan-finished',
        atMs: clock.monotonicMs(),
        outcome: result.outcome,
        ...(result.outcome === 'succeeded' ? {} : { failure: INTERRUPTED }),
    });
    return result;
}
async function cleanUp(interrupted, signal) {
    const { plan, clock } = interrupted;
    const cleanUpErrors = [];
    for (const step of plan.steps.filter((each) => each.cleanUp)) {
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_0__/* .performStep */ .Ks)(interrupted, step, { signal, clock }).catch((error) => cleanUpErrors.push(error));
    }
    return { outcome: 'succeeded', undoErrors: [], cleanUpErrors };
}
async function undo(interrupted, started, undoSignal) {
    const undoErrors = await (0,_run_js__WEBPACK_IMPORTED_MODULE_0__/* .undoSteps */ .qD)({ ...interrupted, undoSignal }, started);
    const outcome = undoErrors.length === 0 ? 'rolled-back' : 'failed';
    return { outcome, error: new Error(INTERRUPTED.message), undoErrors, cleanUpErrors: [] };
}


/***/ }),

/***/ 1079:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fo: () => (/* binding */ runPlan),
/* harmony export */   Ks: () => (/* binding */ performStep),
/* harmony export */   qD: () => (/* binding */ undoSteps)
/* harmony export */ });
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8004);


/**
 * Runs the steps of a plan in order; on the first failure undoes in reverse, the failed step first, because it may have
 * done half of its work.
 *
 * @throws nothing: every end is a result.
 */
async function runPlan(run) {
    const { plan, clock, emit } = run;
    emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
    const result = await performSteps(run);
    emit({
        type: 'plan-finished',
        atMs: clock.monotonicMs(),
        outcome: result.outcome,
        ...(result.error === undefined ? {} : { failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(result.error) }),
    });
    return result;
}
async function performSteps(run) {
    const { clock, signal, timeoutMs } = run;
    const started = [];
    const cleanUpErrors = [];
    try {
        await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)({ clock, signal, timeoutMs, subject: `the plan "${run.plan.goal}"` }, async (limited) => {
            for (const step of run.plan.steps) {
                if (step.cleanUp) {
                    await performCleanUp(run, step, limited, cleanUpErrors);
                }
                else {
                    limited.throwIfAborted();
                    started.push(step);
                    await performStep(run, step, { signal: limited, clock });
                }
            }
        });
        return { outcome: 'succeeded', undoErrors: [], cleanUpErrors };
    }
    catch (error) {
        if (signal.aborted && started.length > 0) {
            return { outcome: 'interrupted', error: signal.reason, undoErrors: [], cleanUpErrors };
        }
        if (run.onFailure === 'stop') {
            return { outcome: 'failed', error, undoErrors: [], cleanUpErrors };
        }
        const undoErrors = await undoSteps({ ...run, undoSignal: signal }, started);
        return { outcome: undoneOutcome(undoErrors, signal), error, undoErrors, cleanUpErrors };
    }
}
/** An undoing that was cancelled has not failed: whoever settles the run goes on with it. */
function undoneOutcome(undoErrors, { aborted }) {
    if (undoErrors.length === 0) {
        return 'rolled-back';
    }
    return aborted ? 'interrupted' : 'failed';
}
async function performStep(run, step, context) {
    const { clock, emit } = run;
    const performer = run.performerOf(step);
    emit({ type: 'step-started', atMs: clock.monotonicMs(), stepId: step.id });
    try {
        context.signal.throwIfAborted();
        await withinTime(step, context, async (limited) => {
            await performer.run(limited);
            await performer.verify(limited);
        });
    }
    catch (error) {
        emit({ type: 'step-failed', atMs: clock.monotonicMs(), stepId: step.id, failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(error) });
        throw error;
    }
    emit({ type: 'step-succeeded', atMs: clock.monotonicMs(), stepId: step.id });
}
function withinTime({ title, timeoutMs }, { signal, clock }, work) {
    return timeoutMs === undefined
        ? work({ signal, clock })
        : (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)({ clock, signal, timeoutMs, subject: `the step "${title}"` }, (limited) => work({ signal: limited, clock }));
}
/**
 * The goal is reached before the first clean-up step: undoing it for a left-over would cost users a second outage. That
 * holds for a cancelled run too: its clean-up is told as failed.
 */
async function performCleanUp(run, step, signal, errors) {
    try {
        await performStep(run, step, { signal, clock: run.clock });
    }
    catch (error) {
        errors.push(error);
    }
}
/**
 * Undoes in reverse. A failed undo does not stop the others: each looks at the live state, and ARM refuses what does
 * not fit, so going on can only bring production nearer to whole.
 *
 * @param started in the order in which they were started; the last one may have done half of its work.
 * @returns the errors of the undos that failed.
 */
async function undoSteps(run, started) {
    const errors = [];
    for (const step of started.toReversed()) {
        await undoStep(run, step)
            // Once more: ARM fails for moments, and after this nobody tries. What never came to an end has had its time.
            .catch((error) => error instanceof _deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .DeadlineError */ .j || run.undoSignal?.aborted
            ? Promise.reject(error)
            : undoStep(run, step))
            .catch((error) => errors.push(error));
    }
    return errors;
}
const NEVER = new AbortController().signal;
async function undoStep(run, step) {
    const { performerOf, clock, undoTimeoutMs, emit, undoSignal: signal = NEVER } = run;
    emit({ type: 'undo-started', atMs: clock.monotonicMs(), stepId: step.id });
    try {
        signal.throwIfAborted();
        await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)({ clock, signal, timeoutMs: undoTimeoutMs, subject: `undoing "${step.title}"` }, (limited) => performerOf(step).undo({ signal: limited, clock }));
    }
    catch (error) {
        emit({ type: 'undo-failed', atMs: clock.monotonicMs(), stepId: step.id, failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(error) });
        throw error;
    }
    emit({ type: 'undo-succeeded', atMs: clock.monotonicMs(), stepId: step.id });
}


/***/ }),

/***/ 5317:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8179);
/* harmony import */ var _azure_session_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2193);
/* harmony import */ var _cancellation_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(1848);
/* harmony import */ var _conclude_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9747);
/* harmony import */ var _engine_clock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1440);
/* harmony import */ var _engine_failure_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(8004);
/* harmony import */ var _engine_interrupted_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3240);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6227);
/* harmony import */ var _report_actions_log_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7570);
/* harmony import */ var _report_recorder_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4982);
/* harmony import */ var _undo_timeout_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(6539);











/**
 * GitHub ends everything five minutes after a cancellation. The answer to a write may be waited for a minute longer than
 * this; then the lock is given up within twenty seconds, and the report takes a moment too.
 */
const POST_TIMEOUT_MS = 210_000;
/** Post entry: `main` did not bring its plan to an end. Finishes the clean-up, or undoes what was done. */
async function post(progress) {
    (0,_cancellation_js__WEBPACK_IMPORTED_MODULE_8__/* .cancellation */ .W)();
    const recorder = (0,_report_recorder_js__WEBPACK_IMPORTED_MODULE_7__/* .createRecorder */ .T)(_engine_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m, _report_actions_log_js__WEBPACK_IMPORTED_MODULE_6__/* .actionsLog */ ._);
    const ending = {
        startedStepIds: progress.startedStepIds,
        ...(progress.subject === undefined ? {} : { subject: progress.subject }),
    };
    try {
        await finish(progress, recorder, ending);
    }
    catch (error) {
        ending.failure = (0,_engine_failure_js__WEBPACK_IMPORTED_MODULE_9__/* .toFailure */ .w)(error);
        tellPlan(recorder, progress);
    }
    recorder.stop();
    await (0,_conclude_js__WEBPACK_IMPORTED_MODULE_2__/* .conclude */ .E)(recorder, ending);
}
/** For the report: which steps were begun, and what takes them back, also where nothing could be tried. */
function tellPlan(recorder, { plan }) {
    if (!recorder.events.some(({ type }) => type === 'plan-started')) {
        recorder.emit({ type: 'plan-started', atMs: _engine_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m.monotonicMs(), plan });
    }
}
async function finish(progress, recorder, ending) {
    const { plan, startedStepIds, lease, isQuiet } = progress;
    const inputs = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_5__/* .readInputs */ .K)(_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4);
    ending.inputs = inputs;
    if (inputs.onFailure === 'stop' && !(0,_engine_interrupted_js__WEBPACK_IMPORTED_MODULE_4__/* .hasReachedGoal */ .o)(progress)) {
        throw new Error(`The run was interrupted in "${plan.goal}", and left as it was: on-failure is "stop". Look at both load ` +
            'balancers; "command: recover" finishes or undoes what was begun.');
    }
    const [{ settleVipSwap }, arm] = await Promise.all([
        __webpack_require__.e(/* import() */ 867).then(__webpack_require__.bind(__webpack_require__, 9867)),
        (0,_azure_session_js__WEBPACK_IMPORTED_MODULE_1__/* .openArm */ .f)(inputs, _engine_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m, recorder.emit),
    ]);
    const context = { arm, clock: _engine_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m, emit: recorder.emit, lease };
    await settleVipSwap(context, {
        plan,
        startedStepIds,
        timeoutMs: POST_TIMEOUT_MS,
        undoTimeoutMs: _undo_timeout_js__WEBPACK_IMPORTED_MODULE_10__/* .UNDO_TIMEOUT_MS */ .C,
        mayHaveLateWrites: !isQuiet,
    });
}


/***/ })

};
