export const id = 90;
export const ids = [90];
export const modules = {

/***/ 9090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   recover: () => (/* binding */ recover)
/* harmony export */ });
/* harmony import */ var _engine_deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6962);


/** Finishes or undoes an interrupted release; where none is, sweeps up what an older one has left. */
async function recover(context, options) {
    const { clock, signal, tellSubject } = context;
    const endsAtMs = clock.monotonicMs() + options.timeoutMs;
    const deadline = { clock, signal, timeoutMs: options.timeoutMs, subject: 'the recovery to begin' };
    const preparation = await (0,_engine_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)(deadline, (limited) => (0,_strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__.prepareRecovery)({ ...context, signal: limited }, options));
    tellSubject(preparation.subject);
    if (preparation.kind === 'nothing') {
        return { kind: 'no-change', reason: preparation.reason };
    }
    const { subject } = preparation;
    const { direction, result } = await preparation.run({
        signal,
        timeoutMs: endsAtMs - clock.monotonicMs(),
    });
    if (result.outcome === 'succeeded') {
        context.emit({ type: 'recovered', atMs: clock.monotonicMs(), direction });
    }
    if (direction === 'undo' && subject.previousLoadBalancer !== undefined) {
        // Where production goes is where it came from.
        tellSubject({
            ...subject,
            previousLoadBalancer: subject.newLoadBalancer,
            newLoadBalancer: subject.previousLoadBalancer,
        });
    }
    return { kind: 'ran', result, recoveredTo: direction };
}


/***/ })

};
