export const id = 525;
export const ids = [525,240,859,302,921];
export const modules = {

/***/ 4131:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tQ: () => (/* binding */ giveAddressCommand),
/* harmony export */   uy: () => (/* binding */ rewriteCommand),
/* harmony export */   vI: () => (/* binding */ showHolderCommand)
/* harmony export */ });
/* harmony import */ var _resource_id_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8481);
/* harmony import */ var _shell_quote_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2748);


/** Azure CLI: points a frontend at a public IP address. ARM refuses it where another frontend has that. */
function giveAddressCommand(loadBalancerId, frontend, addressId) {
    const { resourceGroup = '', name = '', subscriptionId = '' } = (0,_resource_id_js__WEBPACK_IMPORTED_MODULE_0__/* .parseResourceId */ .RQ)(loadBalancerId) ?? {};
    return (`az network lb frontend-ip update -g ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(resourceGroup)} --lb-name ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(name)} -n ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(frontend)} ` +
        `--public-ip-address ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(addressId)} --subscription ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(subscriptionId)}`);
}
/** Azure CLI: writes a load balancer once more, whose last update has not succeeded. Something has to change for it. */
function rewriteCommand(loadBalancerId) {
    return `az network lb update --ids ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(loadBalancerId)} --set tags.rewritten=true`;
}
/** Azure CLI: prints the frontend that has a public IP address, and nothing where none has it. */
function showHolderCommand(addressId) {
    return `az network public-ip show --ids ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(addressId)} --query ipConfiguration.id --output tsv`;
}


/***/ }),

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


/***/ }),

/***/ 8075:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ asReleased)
/* harmony export */ });
/** @param live the frontend that serves, as the tag names one. */
function asReleased({ previousTarget, target }, live) {
    const isLive = (name) => name.toLowerCase() === live.toLowerCase();
    if (target !== undefined && isLive(target)) {
        return 'released';
    }
    if (isLive(previousTarget)) {
        return 'before';
    }
    return target === undefined ? 'untold' : 'elsewhere';
}


/***/ })

};
