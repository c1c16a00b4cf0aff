export const id = 538;
export const ids = [538,240,859,302,921];
export const modules = {

/***/ 3895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DM: () => (/* binding */ modelOf),
/* harmony export */   G4: () => (/* binding */ sameImage),
/* harmony export */   ZK: () => (/* binding */ isMadeOf),
/* harmony export */   hu: () => (/* binding */ describeImage),
/* harmony export */   k_: () => (/* binding */ isVersionOf)
/* harmony export */ });
/* harmony import */ var _resource_id_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8481);

const PARTS = ['publisher', 'offer', 'sku', 'version'];
const GALLERY_IDS = ['sharedGalleryImageId', 'communityGalleryImageId'];
/** Whether two models say the same: letter for letter but for case. `latest` is not the version that it stands for. */
function sameImage(left, right) {
    return left !== undefined && right !== undefined && keyOf(left) === keyOf(right);
}
/** Whether a machine was made of a pinned image, when its model had `latest`, or an image without a version, too. */
function isMadeOf(machine, pinned) {
    if (machine === undefined) {
        return false;
    }
    if (sameImage(machine, pinned)) {
        return true;
    }
    const { exactVersion } = machine;
    if (exactVersion === undefined) {
        return false;
    }
    return machine.id === undefined
        ? sameImage({ ...machine, version: exactVersion }, pinned)
        : (0,_resource_id_js__WEBPACK_IMPORTED_MODULE_0__/* .sameId */ .s)(`${machine.id}/versions/${exactVersion}`, pinned.id);
}
/** Whether a pinned image is a version of one that was asked for without one, or as `latest`. */
function isVersionOf(pinned, floating) {
    return floating.id === undefined
        ? sameImage({ ...floating, version: pinned.version ?? '' }, pinned)
        : (0,_resource_id_js__WEBPACK_IMPORTED_MODULE_0__/* .sameId */ .s)(pinned.id?.replace(/\/versions\/[^/]+$/i, ''), floating.id);
}
/** What goes into a model: without what ARM adds when it reads one back. */
function modelOf({ exactVersion, ...image }) {
    return image;
}
/** For a sentence: the id, or `publisher:offer:sku:version`. */
function describeImage(image) {
    if (image === undefined) {
        return 'no image';
    }
    return idOf(image) ?? PARTS.map((part) => image[part] ?? '').join(':');
}
function keyOf(image) {
    return describeImage(image).toLowerCase();
}
function idOf(image) {
    return image.id ?? GALLERY_IDS.map((name) => image[name]).find((id) => id !== undefined);
}


/***/ }),

/***/ 3240:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gw: () => (/* binding */ interruptionFailure),
/* harmony export */   iM: () => (/* binding */ settleInterrupted),
/* harmony export */   or: () => (/* binding */ hasReachedGoal)
/* harmony export */ });
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8004);
/* harmony import */ var _hand_over_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4120);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1079);




/** A plan that was cleaning up had reached its goal: what is left of it is no failure. */
function hasReachedGoal({ plan, startedStepIds, }) {
    return plan.steps.some(({ id, cleanUp }) => cleanUp && startedStepIds.includes(id));
}
/** What there is to say of the run that did not come to its end. */
function interruptionFailure({ plan, startedStepIds, cause, }) {
    const title = plan.steps.find(({ id }) => id === startedStepIds.at(-1))?.title ?? plan.goal;
    switch (cause.kind) {
        case 'killed':
            return { message: `The process of the run was ended while it was at "${title}".`, code: 'Interrupted' };
        case 'cancelled':
            return { message: `The run was cancelled while it was at "${title}".`, code: 'Interrupted' };
        case 'failed':
            return cause.failure;
    }
}
/** Brings an interrupted plan to an end: one that was cleaning up had reached its goal; any other goes the way that it is told. */
async function settleInterrupted(interrupted) {
    const { plan, startedStepIds, clock, emit } = interrupted;
    const started = startedStepIds.flatMap((id) => plan.steps.filter((step) => step.id === id));
    emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
    const { signal } = new AbortController();
    const deadline = {
        clock,
        signal,
        timeoutMs: interrupted.timeoutMs,
        subject: `settling "${plan.goal}"`,
        reasonOf: () => new _hand_over_js__WEBPACK_IMPORTED_MODULE_1__/* .HandOverError */ .Yt(),
    };
    const result = await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_3__/* .withDeadline */ .N)(deadline, (limited) => {
        if (hasReachedGoal(interrupted)) {
            return cleanUp(interrupted, limited);
        }
        return interrupted.direction === 'finish'
            ? finish(interrupted, started, limited)
            : undo(interrupted, started, interruptionFailure(interrupted), limited);
    });
    emit({
        type: 'plan-finished',
        atMs: clock.monotonicMs(),
        outcome: result.outcome,
        ...(result.error === undefined ? {} : { failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(result.error) }),
    });
    return result;
}
/** What comes after the window is done; where it shows that the goal is not reached after all, everything is undone. */
async function finish(interrupted, started, signal) {
    const { steps } = interrupted.plan;
    const left = steps.slice(steps.findLastIndex(({ window }) => window !== undefined) + 1);
    const begun = [...started];
    try {
        for (const step of left.filter((each) => !each.cleanUp)) {
            begun.push(...(begun.includes(step) ? [] : [step]));
            await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .performStep */ .Ks)(interrupted, step, { signal, clock: interrupted.clock });
        }
    }
    catch (error) {
        const { message } = interruptionFailure(interrupted);
        const failure = (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(error);
        return undo(interrupted, begun, { ...failure, message: `${message} ${failure.message}` }, signal);
    }
    return cleanUp(interrupted, signal);
}
async function cleanUp(interrupted, signal) {
    const { plan, clock } = interrupted;
    const cleanUpErrors = [];
    for (const step of plan.steps.filter((each) => each.cleanUp)) {
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .performStep */ .Ks)(interrupted, step, { signal, clock }).catch((error) => cleanUpErrors.push(error));
    }
    return (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .cleanedUp */ .cI)(cleanUpErrors);
}
async function undo(interrupted, started, { message, code }, undoSignal) {
    const undoErrors = await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .undoSteps */ .qD)({ ...interrupted, undoSignal }, started);
    const outcome = undoErrors.length === 0 ? 'rolled-back' : 'failed';
    const error = Object.assign(new Error(message), code === undefined ? {} : { code });
    return { outcome, error, undoErrors, cleanUpErrors: [] };
}


/***/ }),

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


/***/ }),

/***/ 7992:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ putIntoModelCommand),
/* harmony export */   b: () => (/* binding */ scaleSetArguments)
/* harmony export */ });
/* harmony import */ var _azure_images_image_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3895);
/* harmony import */ var _azure_resource_id_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8481);
/* harmony import */ var _azure_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2748);



/** Which scale set a command of the Azure CLI is about, whatever subscription that has chosen. */
function scaleSetArguments(scaleSetId) {
    const { resourceGroup = '', name = '', subscriptionId = '' } = (0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_0__/* .parseResourceId */ .RQ)(scaleSetId) ?? {};
    return `-g ${(0,_azure_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(resourceGroup)} -n ${(0,_azure_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(name)} --subscription ${(0,_azure_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(subscriptionId)}`;
}
/** What puts a payload into the model; undefined of an extension, because nobody knows its settings by their hash. */
function putIntoModelCommand(scaleSetId, payload) {
    if (payload.kind === 'extension') {
        return undefined;
    }
    const image = JSON.stringify((0,_azure_images_image_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .modelOf */ .DM)(payload.image));
    return `az vmss update ${scaleSetArguments(scaleSetId)} --set ${(0,_azure_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(`virtualMachineProfile.storageProfile.imageReference=${image}`)}`;
}


/***/ }),

/***/ 1308:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ otherCarriersText),
/* harmony export */   R: () => (/* binding */ deletedCanariesText)
/* harmony export */ });
/* harmony import */ var _instances_named_instances_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2818);

/** @param ids of canaries of the record that are not there any more; not empty. */
function deletedCanariesText(ids) {
    return ids.length === 1
        ? `canary ${ids.join()} of its record is not there any more`
        : `canaries ${ids.join(', ')} of its record are not there any more`;
}
/** Whatever was made while the model had the payload has it: what autoscale adds, for instance. @param ids not empty. */
function otherCarriersText(ids) {
    return ids.length === 1
        ? `${(0,_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .namedInstances */ .M)(ids)} has it as well, and is no canary`
        : `${(0,_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .namedInstances */ .M)(ids)} have it as well, and are no canaries`;
}


/***/ }),

/***/ 5834:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $H: () => (/* binding */ byId),
/* harmony export */   bR: () => (/* binding */ byZoneAndFaultDomain),
/* harmony export */   q3: () => (/* binding */ compareIds)
/* harmony export */ });
/** The ids of a uniform scale set are numbers, those of a flexible one are names: `2` comes before `10`. */
function compareIds(left, right) {
    return collator.compare(left, right) || (left < right ? -1 : Number(left > right));
}
/** Not the locale of the runner: the order has to be the same on every machine. */
const collator = new Intl.Collator('en', { numeric: true });
function byId(left, right) {
    return compareIds(left.instanceId, right.instanceId);
}
function byZoneAndFaultDomain(left, right) {
    return compareIds(left.zone, right.zone) || left.faultDomain - right.faultDomain || byId(left, right);
}


/***/ }),

/***/ 2818:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ namedInstances)
/* harmony export */ });
/** `instance 3`, `instances 3, 7`. @param noun at the beginning of a sentence, `Instance`. */
function namedInstances(ids, noun = 'instance') {
    return `${noun}${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
}


/***/ }),

/***/ 6051:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ powerOf),
/* harmony export */   gK: () => (/* binding */ isOff),
/* harmony export */   nz: () => (/* binding */ switchedOffIds)
/* harmony export */ });
/** ARM's word: `running`, `stopped`, ... */
function powerOf({ properties }) {
    const power = properties.instanceView?.statuses?.find(({ code }) => /^PowerState\//i.test(code));
    return power?.code.split('/')[1]?.toLowerCase() ?? 'unknown';
}
/** Of a power state as `powerOf` tells it. What is only on its way there, or on its way back, is not. */
function isOff(power) {
    return /^(?:stopped|deallocated)$/i.test(power);
}
function switchedOffIds(reads) {
    return reads.filter((read) => isOff(powerOf(read))).map(({ instanceId }) => instanceId);
}


/***/ }),

/***/ 6863:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ describeImage),
/* harmony export */   v: () => (/* binding */ isFloating)
/* harmony export */ });
/** Ids of versions of images end so, in galleries of one's own, shared ones and those of the community. */
const VERSION = /\/versions\/([^/]+)$/i;
/** Whether a model takes whatever version is the newest when it makes a machine. */
function isFloating({ exactVersion: _, ...asAskedFor }) {
    return versionOf(asAskedFor) === 'latest';
}
/** For people: `Canonical:UbuntuServer:18.04-LTS:18.04.202306070`, `gallery/image/1.2.3`, the name of a managed image. */
function describeImage(image) {
    const id = idOf(image);
    if (id === undefined) {
        const { publisher, offer, sku } = image;
        return [publisher, offer, sku, image.exactVersion ?? image.version ?? 'latest'].join(':');
    }
    const gallery = /\/(?:galleries|sharedGalleries|communityGalleries)\/([^/]+)\/images\/([^/]+)/i.exec(id);
    return gallery === null
        ? id.slice(id.lastIndexOf('/') + 1)
        : [gallery[1], gallery[2], image.exactVersion ?? VERSION.exec(id)?.[1] ?? 'latest'].join('/');
}
function idOf(image) {
    return image.id ?? image.sharedGalleryImageId ?? image.communityGalleryImageId;
}
/** `latest` where none is named; undefined for a managed image, which has no versions. */
function versionOf(image) {
    const id = idOf(image);
    const asAskedFor = id === undefined ? image.version : VERSION.exec(id)?.[1];
    const isManagedImage = id !== undefined && !/galleries\//i.test(id);
    const version = image.exactVersion ?? asAskedFor ?? (isManagedImage ? undefined : 'latest');
    return isManagedImage ? undefined : version?.toLowerCase();
}


/***/ }),

/***/ 1304:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Ai: () => (/* binding */ payloadText),
  w_: () => (/* binding */ readPayloadText),
  cM: () => (/* binding */ recordedExtension)
});

;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/image-text.js
const COMPUTE = 'providers/Microsoft.Compute';
const IMAGE = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/images\/([^/]+)$/i;
const GALLERY_IMAGE = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/galleries\/([^/]+)\/images\/([^/]+?)(?:\/versions\/([^/]+))?$/i;
/**
 * An image as a tag says it, without a blank, in the words of a person where they come back as what they were:
 * `Canonical:UbuntuServer:18.04-LTS:18.04.202306070`, `group/gallery/image/1.2.3`, `group/image`. What lies in another
 * subscription, or is shared in another way, keeps its id.
 */
function imageText(image, subscriptionId) {
    if (image.id !== undefined) {
        return shortIdOf(image.id, subscriptionId) ?? image.id;
    }
    const shared = image.sharedGalleryImageId ?? image.communityGalleryImageId;
    if (shared !== undefined) {
        return shared;
    }
    const { publisher, offer, sku, version } = image;
    return [publisher, offer, sku, version ?? 'latest'].join(':');
}
/** Undefined for what `imageText` has not written. */
function readImageText(text, subscriptionId) {
    if (text.startsWith('/')) {
        return readId(text);
    }
    const [publisher = '', offer = '', sku = '', version = '', ...more] = text.split(':');
    if (version !== '' && more.length === 0) {
        return { publisher, offer, sku, version };
    }
    const id = longIdOf(text.split('/'), subscriptionId);
    return id === undefined || text.includes(':') ? undefined : { id };
}
function readId(id) {
    if (/^\/sharedGalleries\//i.test(id)) {
        return { sharedGalleryImageId: id };
    }
    return /^\/communityGalleries\//i.test(id) ? { communityGalleryImageId: id } : { id };
}
function shortIdOf(id, subscriptionId) {
    const [, subscription, ...names] = IMAGE.exec(id) ?? GALLERY_IMAGE.exec(id) ?? [];
    return subscription?.toLowerCase() === subscriptionId.toLowerCase()
        ? names.filter((name) => name !== undefined).join('/')
        : undefined;
}
function longIdOf(names, subscriptionId) {
    const [group, first, image, version] = names;
    const scope = `/subscriptions/${subscriptionId}/resourceGroups/${group}/${COMPUTE}`;
    if (names.includes('') || names.length < 2 || names.length > 4) {
        return undefined;
    }
    if (image === undefined) {
        return `${scope}/images/${first}`;
    }
    const versionPart = version === undefined ? '' : `/versions/${version}`;
    return `${scope}/galleries/${first}/images/${image}${versionPart}`;
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/payload/same-settings.js
var same_settings = __webpack_require__(8888);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/payload-text.js


function recordedExtension(name, settings, forceUpdateTag) {
    return {
        kind: 'extension',
        name,
        settingsHash: (0,same_settings/* hashOfSettings */.D)(settings),
        ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
    };
}
/** Without a blank: `group/gallery/image/1.2.3`, `extension:install-shop:9f86d0…`, with its `forceUpdateTag` behind that. */
function payloadText(payload, subscriptionId) {
    if (payload.kind === 'image') {
        return imageText(payload.image, subscriptionId);
    }
    const { name, settingsHash, forceUpdateTag } = payload;
    return ['extension', encodeURIComponent(name), settingsHash, ...tagPart(forceUpdateTag)].join(':');
}
function tagPart(forceUpdateTag) {
    return forceUpdateTag === undefined ? [] : [encodeURIComponent(forceUpdateTag)];
}
/** Undefined for what `payloadText` has not written: a newer version, or a hand. */
function readPayloadText(text, subscriptionId) {
    const parts = /^extension:(?<name>[^:\s]+):(?<hash>[0-9a-f]{64})(?::(?<tag>[^:\s]*))?$/.exec(text)?.groups;
    if (parts?.hash !== undefined) {
        const [name, forceUpdateTag] = [decode(parts.name), decode(parts.tag)];
        return name === undefined || (parts.tag !== undefined && forceUpdateTag === undefined)
            ? undefined
            : {
                kind: 'extension',
                name,
                settingsHash: parts.hash,
                ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
            };
    }
    const image = readImageText(text, subscriptionId);
    return image === undefined ? undefined : { kind: 'image', image };
}
function decode(encoded) {
    try {
        return encoded === undefined ? undefined : decodeURIComponent(encoded);
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 8888:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ hashOfSettings),
/* harmony export */   K: () => (/* binding */ sameSettings)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _json_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(143);


/** Compared as JSON, by value: the names of an object have no order. No settings are the same as empty ones. */
function sameSettings(left, right) {
    return inOrder(left ?? {}) === inOrder(right ?? {});
}
/** Tells settings apart without giving them away. Of public ones only: a short secret can be guessed from its hash. */
function hashOfSettings(settings) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
        .update(inOrder(settings ?? {}))
        .digest('hex');
}
/** The one JSON text of a value, whatever the order in which its names were written. */
function inOrder(value) {
    return JSON.stringify(value, (_, inner) => (0,_json_object_js__WEBPACK_IMPORTED_MODULE_1__/* .isJsonObject */ .O)(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
        : inner);
}


/***/ }),

/***/ 1430:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B8: () => (/* binding */ releaseIn),
/* harmony export */   KW: () => (/* binding */ asFoundIn),
/* harmony export */   RU: () => (/* binding */ isScaleSetStep)
/* harmony export */ });
const KINDS = {
    'take-lock': true,
    'suspend-repairs': true,
    'change-model': true,
    'protect-canaries': true,
    'upgrade-canaries': true,
    'upgrade-outdated': true,
    'take-back': true,
    'check-taken-back': true,
    'confirm-release': true,
    'release-protection': true,
    'resume-repairs': true,
    'write-record': true,
};
/** Of a plan that another process has made: whether it is of this strategy. Others take a lock, too. */
function isScaleSetStep(step) {
    return Object.hasOwn(KINDS, step.kind) && 'release' in step;
}
/** @throws Error for a plan that takes no lock: every plan of a release does. */
function releaseIn({ goal, steps }) {
    const locking = lockingIn(steps);
    if (locking === undefined) {
        throw new Error(`The plan "${goal}" takes no lock, so it is not one of this version.`);
    }
    return locking.release;
}
/** The open release as the run of a plan had found it, where it goes on with one. */
function asFoundIn({ steps }) {
    const opening = lockingIn(steps)?.opening;
    return opening?.kind === 'goes-on' ? opening.asFound : undefined;
}
function lockingIn(steps) {
    return steps.find((step) => step.kind === 'take-lock');
}


/***/ })

};
