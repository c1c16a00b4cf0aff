export const id = 833;
export const ids = [833];
export const modules = {

/***/ 3833:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tellOfUntouched: () => (/* binding */ tellOfUntouched)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8179);

/** `main` was ended before its first write: nobody else tells, and whoever reads the log wants to know that nothing is amiss. */
async function tellOfUntouched() {
    const text = 'The run was ended before it had changed anything. Production is as it was.';
    (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm)(text, { title: 'Azure Rollout: ended early' });
    if (process.env.GITHUB_STEP_SUMMARY !== undefined) {
        await _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .summary */ .z.addRaw(`### Azure Rollout: ended early\n\n${text}\n`).write();
    }
}


/***/ })

};
