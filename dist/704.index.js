export const id = 704;
export const ids = [704];
export const modules = {

/***/ 704:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   unlock: () => (/* binding */ unlock)
/* harmony export */ });
/**
 * @param take takes every lock away that it can see.
 * @param reason why somebody else's lock is taken away: whoever finds it gone reads this in the log and the summary.
 */
async function unlock(context, take, reason) {
    context.tellSettling('unlock');
    const { subject, unlocked, unchecked } = await take(context);
    if (subject !== undefined) {
        context.tellSubject(subject);
    }
    const notes = unchecked.map((what) => `; not checked: ${what}`).join('');
    return unlocked.length === 0
        ? { kind: 'no-change', reason: `nothing is locked${notes}` }
        : { kind: 'unlocked', reason: `${unlocked.join('; ')}${notes}. Unlocked, because: ${reason}` };
}


/***/ })

};
