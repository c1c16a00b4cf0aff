export const id = 90;
export const ids = [90];
export const modules = {

/***/ 9090:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   recover: () => (/* binding */ recover)
/* harmony export */ });
/* harmony import */ var _strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5461);

/** Finishes or undoes an interrupted release; where none is, sweeps up what an older one has left. */
async function recover(context, options) {
    const preparation = await (0,_strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__.prepareRecovery)(context, options);
    context.tellSubject(preparation.subject);
    if (preparation.kind === 'nothing') {
        return { kind: 'no-change', reason: preparation.reason };
    }
    const { subject } = preparation;
    const { direction, result } = await preparation.run({
        signal: context.signal,
        timeoutMs: options.timeoutMs,
    });
    if (direction === 'undo' && subject.previousLoadBalancer !== undefined) {
        // Where production goes is where it came from.
        context.tellSubject({
            ...subject,
            previousLoadBalancer: subject.newLoadBalancer,
            newLoadBalancer: subject.previousLoadBalancer,
        });
    }
    return { kind: 'ran', result, recoveredTo: direction };
}


/***/ })

};
