export const id = 558;
export const ids = [558];
export const modules = {

/***/ 6558:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   status: () => (/* binding */ status)
/* harmony export */ });
/** How things are, and what is under way or left over. Writes nothing. */
async function status(context, read) {
    const { status: found, subject } = await read(context);
    context.tellSubject(subject);
    return { kind: 'reported', status: found };
}


/***/ })

};
