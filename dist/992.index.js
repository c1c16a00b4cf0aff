export const id = 992;
export const ids = [992];
export const modules = {

/***/ 8481:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RQ: () => (/* binding */ parseResourceId),
/* harmony export */   Tp: () => (/* binding */ resourceGroupOf),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   a: () => (/* binding */ resourceId),
/* harmony export */   bY: () => (/* binding */ topLevelId),
/* harmony export */   s: () => (/* binding */ sameId)
/* harmony export */ });
const RESOURCE_ID = /^\/subscriptions\/(?<subscription>[^/]+)\/resourceGroups\/(?<group>[^/]+)\/providers\/(?<provider>[^/]+)\/(?<kind>[^/]+)\/(?<name>[^/]+)$/i;
/** Parses the id of a top-level resource; undefined for anything else. */
function parseResourceId(id) {
    const parts = RESOURCE_ID.exec(id)?.groups;
    if (parts?.subscription === undefined ||
        parts.group === undefined ||
        parts.provider === undefined ||
        parts.kind === undefined ||
        parts.name === undefined) {
        return undefined;
    }
    return {
        subscriptionId: parts.subscription,
        resourceGroup: parts.group,
        type: `${parts.provider}/${parts.kind}`,
        name: parts.name,
        id,
    };
}
function resourceId(subscriptionId, resourceGroup, type, name) {
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${type}/${name}`;
}
function sameId(left, right) {
    return left !== undefined && right !== undefined && left.toLowerCase() === right.toLowerCase();
}
/** The last segment: `web` of `.../frontendIPConfigurations/web`. */
function nameOf(id) {
    return id.slice(id.lastIndexOf('/') + 1);
}
/** The id of the top-level resource that a child belongs to: `.../loadBalancers/lb1`. */
function topLevelId(childId) {
    return childId.split('/').slice(0, 9).join('/');
}
/** Name of the resource group in an id of any depth; undefined for what lies in none. */
function resourceGroupOf(id) {
    return /\/resourceGroups\/([^/]+)/i.exec(id)?.[1];
}


/***/ }),

/***/ 9992:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tellOfEarlyEnd: () => (/* binding */ tellOfEarlyEnd)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8179);
/* harmony import */ var _azure_resource_id_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8481);


const TITLE = 'Azure Rollout: ended early';
/** Of a `main` that was killed with nothing under way that `post` could settle: nobody else tells how things are. */
async function tellOfEarlyEnd(end) {
    const text = textOf(end);
    if (end.kind === 'begun' || end.kind === 'recovered') {
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
const RECOVERED = {
    finish: 'an interrupted release was finished',
    undo: 'an interrupted release was undone',
    swept: 'what an older run had left was swept up',
};
function textOf(end) {
    switch (end.kind) {
        case 'begun':
            return 'The run was ended before it had changed anything. Everything is as it was when it began: "command: status" tells how.';
        case 'recovered':
            return (`The run was ended after ${RECOVERED[end.end]}, and before it had changed anything else. "command: status" tells where ` +
                'production is.');
        case 'recovering':
            return ('The run was ended while it brought an interrupted release to its end. Production may be down: run the action with ' +
                `"command: recover" and "${end.hold.holders.input}: ${names(end.hold.holders.ids)}". It goes on from what is ` +
                'there, and is safe at any time, and by several people at once.');
        case 'sweeping':
            return ('The run was ended while it swept up what an older run had left: no release was interrupted, and production is not moved by ' +
                `that. Run the action with "command: recover" and "${end.hold.holders.input}: ${names(end.hold.holders.ids)}" once more.`);
        case 'unlocking':
            return (`The run was ended while it took the lock of ${names(end.holders.ids)} away. "command: status" tells whether it ` +
                'is gone; where it is not, run "command: unlock" once more.');
        case 'unreadable':
            return ('What the run had saved for this moment cannot be read, so nothing of it was undone or finished here, and production may be ' +
                `down. Run the action with "command: recover" and ${inputsOfStep()}: it brings an interrupted release to its end, and is safe ` +
                'at any time. "command: status" tells how things are.');
    }
}
/** What the release was of is not known, but what this step was told to release. */
function inputsOfStep() {
    const given = ['production-public-ip', 'scale-set', 'resource-group'].flatMap((input) => {
        const value = (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4)(input).replaceAll(/\s*\n\s*/g, ',');
        return value === '' ? [] : [`"${input}: ${value}"`];
    });
    return given.length === 0 ? 'the inputs of this step' : given.join(', ');
}
function names(ids) {
    return ids.map(_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_1__/* .nameOf */ .Vb).join(', ');
}


/***/ })

};
