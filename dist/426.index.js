export const id = 426;
export const ids = [426];
export const modules = {

/***/ 9426:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   giveUpHold: () => (/* binding */ giveUpHold)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8179);
/* harmony import */ var _azure_session_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5446);
/* harmony import */ var _engine_clock_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1440);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4635);




/**
 * In `post`: the lock of a recovery that was cancelled or killed goes, so that nobody takes it for one that is under way. Where
 * that cannot be done it ends by itself, and `recover` takes it over.
 */
async function giveUpHold({ lease, holders }) {
    // Another signal is no reason to leave the lock.
    const { signal } = new AbortController();
    try {
        const inputs = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_3__/* .readInputsOfPost */ .Pe)({ getInput: _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4, mask: _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setSecret */ .Pq });
        const context = {
            arm: await (0,_azure_session_js__WEBPACK_IMPORTED_MODULE_1__/* .openArm */ .f)(inputs, _engine_clock_js__WEBPACK_IMPORTED_MODULE_2__/* .systemClock */ .m, {
                emit: () => undefined,
                mask: _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setSecret */ .Pq,
                conceal: (text) => text,
            }),
            clock: _engine_clock_js__WEBPACK_IMPORTED_MODULE_2__/* .systemClock */ .m,
            lease,
        };
        if (holders.input === 'production-public-ip') {
            const { giveUpLocks } = await Promise.all(/* import() */[__webpack_require__.e(611), __webpack_require__.e(975), __webpack_require__.e(683), __webpack_require__.e(525)]).then(__webpack_require__.bind(__webpack_require__, 5683));
            await giveUpLocks(context, holders.ids, signal);
        }
        else {
            const { giveUpLock } = await Promise.all(/* import() */[__webpack_require__.e(611), __webpack_require__.e(975), __webpack_require__.e(496), __webpack_require__.e(538)]).then(__webpack_require__.bind(__webpack_require__, 7496));
            await giveUpLock(context, holders.ids[0] ?? '', false, signal);
        }
    }
    catch {
        // What there is to say of the recovery is said already.
    }
}


/***/ })

};
