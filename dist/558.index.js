export const id = 558;
export const ids = [558];
export const modules = {

/***/ 6558:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   status: () => (/* binding */ status)
/* harmony export */ });
/* harmony import */ var _strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6962);

/** Who is live, since when and by which run, and what is under way or left over. Writes nothing. */
async function status(context, productionPublicIpIds) {
    const found = await (0,_strategies_vip_swap_index_js__WEBPACK_IMPORTED_MODULE_0__.readStatus)(context, productionPublicIpIds);
    const [first] = found.addresses;
    context.tellSubject({
        productionAddresses: found.addresses.map(({ name, address }) => ({ name, address })),
        ...(first === undefined || first.live === null ? {} : { newLoadBalancer: first.live.loadBalancer }),
    });
    return { kind: 'reported', status: found };
}


/***/ })

};
