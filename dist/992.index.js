export const id = 992;
export const ids = [992];
export const modules = {

/***/ 9992:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tellOfEarlyEnd: () => (/* binding */ tellOfEarlyEnd)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8179);

const TITLE = 'Azure Rollout: ended early';
const TEXT = {
    begun: 'The run was ended before it had changed anything. Production is as it was.',
    recovering: 'The run was ended while it brought an interrupted release to its end, or took a lock away. Production may be down: run ' +
        '"command: recover" once more; it goes on from what is there, and is safe at any time.',
};
/** Of a `main` that was killed with nothing under way that `post` could settle: nobody else tells how things are. */
async function tellOfEarlyEnd(kind) {
    const text = TEXT[kind];
    if (kind === 'begun') {
        (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm)(text, { title: TITLE });
    }
    else {
        (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .error */ .z3)(text, { title: TITLE });
        process.exitCode = 1;
    }
    if (process.env.GITHUB_STEP_SUMMARY !== undefined) {
        await _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .summary */ .z.addRaw(`### ${TITLE}\n\n${text}\n`).write();
    }
}


/***/ })

};
