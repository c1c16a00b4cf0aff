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
/* harmony export */   gf: () => (/* binding */ subscriptionIdOf),
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
/** GUID of the subscription in an id of any depth; undefined for what lies in none. */
function subscriptionIdOf(id) {
    return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];
}


/***/ }),

/***/ 4670:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   UO: () => (/* binding */ isWithin),
/* harmony export */   gx: () => (/* binding */ subscriptionScope),
/* harmony export */   uA: () => (/* binding */ distinctScopes),
/* harmony export */   wZ: () => (/* binding */ resourceGroupScope)
/* harmony export */ });
/** Whether a scope is `outer` itself or lies inside it. Scopes are compared without case, as ARM compares them. */
function isWithin(scope, outer) {
    const inside = scope.toLowerCase();
    const outside = outer.toLowerCase();
    return inside === outside || inside.startsWith(`${outside}/`);
}
/** `/subscriptions/{id}/resourceGroups/{name}` of a resource inside that group. */
function resourceGroupScope(resourceId) {
    return resourceId.split('/').slice(0, 5).join('/');
}
function subscriptionScope(subscriptionId) {
    return `/subscriptions/${subscriptionId}`;
}
/** Scopes without repetition, in their first order and case. */
function distinctScopes(scopes) {
    const groups = Map.groupBy(scopes, (scope) => scope.toLowerCase());
    return [...groups.values()].flatMap(([first]) => first ?? []);
}


/***/ }),

/***/ 9992:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tellOfEarlyEnd: () => (/* binding */ tellOfEarlyEnd)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8179);
/* harmony import */ var _azure_resource_id_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8481);
/* harmony import */ var _strategies_naming_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5583);



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
/** A swap that is alive is seen to move; of a run on a scale set nobody can see it. */
const SAFETY = {
    'production-public-ip': 'It goes on from what is there, and is safe at any time, and by several people at once.',
    'scale-set': 'It goes on from what is there. Make sure before that no other job works on the release: one that does loses its lock by that, ' +
        'and fails. Of several recoveries at once one gets it.',
};
function textOf(end) {
    switch (end.kind) {
        case 'begun':
            return 'The run was ended before it had changed anything. Everything is as it was when it began: "command: status" tells how.';
        case 'recovered':
            return (`The run was ended after ${RECOVERED[end.end]}, and before it had changed anything else. "command: status" tells where ` +
                'production is.');
        case 'looking':
            return ('The run was ended before it had changed anything of a release that it had found interrupted. Production may be down: ' +
                `run the action with ${recoverInputs(end.holders)}. ${SAFETY[end.holders.input]}`);
        case 'recovering':
            return ('The run was ended while it brought an interrupted release to its end. Production may be down: run the action with ' +
                `${recoverInputs(end.hold.holders)}. ${SAFETY[end.hold.holders.input]}`);
        case 'sweeping':
            return ('The run was ended while it swept up what an older run had left: no release was interrupted, and production is not moved by ' +
                `that. Run the action with ${recoverInputs(end.hold.holders)} once more.`);
        case 'unlocking':
            return (`The run was ended while it took the lock of ${names(end.holders.ids)} away. "command: status" tells whether it ` +
                'is gone; where it is not, run "command: unlock" once more.');
        case 'unreadable':
            return ('What the run had saved for this moment cannot be read, so nothing of it was undone or finished here, and production may be ' +
                `down. Run the action with "command: recover" and ${inputsOfStep()}, when this job has ended: it brings an interrupted release to ` +
                'its end. "command: status" tells how things are.');
    }
}
/** What the release was of is not known, but what this step was told to release. */
function inputsOfStep() {
    const given = ['production-public-ip', 'scale-set', 'resource-group', 'subscription-id'].flatMap((input) => {
        const value = (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4)(input).replaceAll(/\s*\n\s*/g, ',');
        return value === '' ? [] : [`"${input}: ${value}"`];
    });
    return given.length === 0 ? 'the inputs of this step' : given.join(', ');
}
function recoverInputs({ input, ids }) {
    return (0,_strategies_naming_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .quotedInputs */ .i)(['command: recover', ...(0,_strategies_naming_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .namingInputs */ .w)(input, ids)]);
}
function names(ids) {
    return ids.map(_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_2__/* .nameOf */ .Vb).join(', ');
}


/***/ }),

/***/ 5583:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ quotedInputs),
/* harmony export */   w: () => (/* binding */ namingInputs)
/* harmony export */ });
/* harmony import */ var _azure_resource_id_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8481);
/* harmony import */ var _azure_scopes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4670);


/**
 * The inputs that name these resources in any step, whatever stands in the one that prints them: names are looked for in one
 * resource group of one subscription, of which a step that was given ids has none; ids are found wherever they are.
 *
 * @returns `production-public-ip: blue, green`, `resource-group: shop` and `subscription-id: 8f4e…`; none where nothing is named.
 */
function namingInputs(input, ids) {
    const [first, ...others] = (0,_azure_scopes_js__WEBPACK_IMPORTED_MODULE_0__/* .distinctScopes */ .uA)(ids.map(_azure_scopes_js__WEBPACK_IMPORTED_MODULE_0__/* .resourceGroupScope */ .wZ));
    if (first === undefined) {
        return [];
    }
    return others.length === 0
        ? [
            `${input}: ${ids.map(_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_1__/* .nameOf */ .Vb).join(', ')}`,
            `resource-group: ${(0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_1__/* .resourceGroupOf */ .Tp)(first)}`,
            `subscription-id: ${(0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_1__/* .subscriptionIdOf */ .gf)(first)}`,
        ]
        : [`${input}: ${ids.join(', ')}`];
}
/** `"command: recover", "production-public-ip: blue" and "resource-group: shop"` */
function quotedInputs(inputs) {
    const quoted = inputs.map((each) => `"${each}"`);
    const last = quoted.pop() ?? '';
    return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}


/***/ })

};
