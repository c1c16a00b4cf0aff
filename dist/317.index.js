export const id = 317;
export const ids = [317];
export const modules = {

/***/ 5317:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8179);
/* harmony import */ var _azure_session_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2193);
/* harmony import */ var _cancellation_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(1848);
/* harmony import */ var _conclude_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9747);
/* harmony import */ var _engine_clock_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1440);
/* harmony import */ var _engine_failure_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(8004);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6227);
/* harmony import */ var _report_actions_log_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7570);
/* harmony import */ var _report_recorder_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4982);
/* harmony import */ var _undo_timeout_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(6539);










/** GitHub ends everything five minutes after a cancellation, and the report takes a moment too. */
const POST_TIMEOUT_MS = 240_000;
/** Post entry: `main` did not bring its plan to an end. Finishes the clean-up, or undoes what was done. */
async function post(progress) {
    (0,_cancellation_js__WEBPACK_IMPORTED_MODULE_7__/* .cancellation */ .W)();
    const recorder = (0,_report_recorder_js__WEBPACK_IMPORTED_MODULE_6__/* .createRecorder */ .T)(_engine_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m, _report_actions_log_js__WEBPACK_IMPORTED_MODULE_5__/* .actionsLog */ ._);
    const ending = {
        startedStepIds: progress.startedStepIds,
        ...(progress.subject === undefined ? {} : { subject: progress.subject }),
    };
    try {
        await finish(progress, recorder, ending);
    }
    catch (error) {
        ending.failure = (0,_engine_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .toFailure */ .w)(error);
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
    const inputs = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_4__/* .readInputs */ .K)(_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4);
    ending.inputs = inputs;
    if (inputs.onFailure === 'stop') {
        throw new Error(`The run was interrupted in "${plan.goal}", and left as it was: on-failure is "stop". Look at both load ` +
            'balancers; "command: recover" finishes or undoes what was begun.');
    }
    const [{ settleVipSwap }, arm] = await Promise.all([
        __webpack_require__.e(/* import() */ 962).then(__webpack_require__.bind(__webpack_require__, 6962)),
        (0,_azure_session_js__WEBPACK_IMPORTED_MODULE_1__/* .openArm */ .f)(inputs, _engine_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m, recorder.emit),
    ]);
    const context = { arm, clock: _engine_clock_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .m, emit: recorder.emit, lease };
    await settleVipSwap(context, {
        plan,
        startedStepIds,
        timeoutMs: POST_TIMEOUT_MS,
        undoTimeoutMs: _undo_timeout_js__WEBPACK_IMPORTED_MODULE_9__/* .UNDO_TIMEOUT_MS */ .C,
        mayHaveLateWrites: !isQuiet,
    });
}


/***/ })

};
