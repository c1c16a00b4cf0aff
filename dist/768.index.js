export const id = 768;
export const ids = [768];
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


/***/ })

};
