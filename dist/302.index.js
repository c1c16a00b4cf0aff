export const id = 302;
export const ids = [302,921];
export const modules = {

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


/***/ })

};
