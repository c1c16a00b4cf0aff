export const id = 683;
export const ids = [683];
export const modules = {

/***/ 9524:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ NotAsLeftError),
/* harmony export */   m: () => (/* binding */ isBroughtToEnd)
/* harmony export */ });
/** The work of a run is done, and at its very end production is not as it had left it. It is neither to be tried again nor to be taken back. */
class NotAsLeftError extends Error {
    name = 'NotAsLeftError';
    code;
    constructor(code, message, options) {
        super(message, options);
        this.code = code;
    }
}
/** Whether a recovery has brought the interrupted release to its end, whatever became of production after that. */
function isBroughtToEnd({ outcome, error }) {
    return outcome === 'succeeded' || error instanceof NotAsLeftError;
}


/***/ }),

/***/ 5683:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  giveUpLocks: () => (/* reexport */ giveUpLocks),
  leaveVipSwap: () => (/* reexport */ leaveVipSwap),
  readSwapStatus: () => (/* binding */ readSwapStatus),
  recoverableSwap: () => (/* binding */ recoverableSwap),
  settleVipSwap: () => (/* reexport */ settleVipSwap),
  unlock: () => (/* reexport */ unlock),
  vipSwap: () => (/* binding */ vipSwap),
  vipSwapRollback: () => (/* binding */ vipSwapRollback)
});

// EXTERNAL MODULE: ./lib/record/journal.js
var record_journal = __webpack_require__(2634);
// EXTERNAL MODULE: ./lib/azure/network/load-balancers.js
var load_balancers = __webpack_require__(9614);
// EXTERNAL MODULE: ./lib/azure/network/public-ip-addresses.js
var public_ip_addresses = __webpack_require__(1101);
// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
// EXTERNAL MODULE: ./lib/azure/settled.js
var azure_settled = __webpack_require__(9130);
// EXTERNAL MODULE: ./lib/strategies/existing.js
var existing = __webpack_require__(6008);
// EXTERNAL MODULE: ./lib/strategies/refused-error.js
var refused_error = __webpack_require__(2722);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/goal.js
/** Of a target that no input has named: whence it comes, and what helps where it cannot be. */
const FROM_RECORD = {
    origin: 'which the tag azure-rollout-last names as where production was before its last release',
    advice: 'Use "command: run" with the target-load-balancer that shall serve.',
};

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/named-resources.js







/**
 * As they are, also in the middle of an update: whose that is stands in the tags.
 *
 * @throws RefusedError naming the inputs of what is not there; ArmError where something cannot be read.
 */
async function readNamed(arm, goal, signal) {
    const address = (id) => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal);
    const read = (id) => (0,load_balancers/* getLoadBalancer */.n$)(arm, id, signal);
    const target = goal.isFromRecord
        ? (0,existing/* existing */.g)('target-load-balancer', goal.targetLoadBalancerId, read, () => absenceOfFormer(goal))
        : (0,existing/* existing */.g)('target-load-balancer', goal.targetLoadBalancerId, read);
    const production = goal.productionPublicIpIds.map((id) => (0,existing/* existing */.g)('production-public-ip', id, address));
    const spares = goal.sparePublicIpIds.map((id) => (0,existing/* existing */.g)('spare-public-ip', id, address));
    await tellTogether([target, ...production, ...spares]);
    const [targetLoadBalancer, productionAddresses, spareAddresses] = await Promise.all([
        target,
        Promise.all(production),
        Promise.all(spares),
    ]);
    return { targetLoadBalancer, productionAddresses, spareAddresses };
}
function absenceOfFormer({ targetLoadBalancerId }) {
    return (`The load balancer "${(0,resource_id/* nameOf */.Vb)(targetLoadBalancerId)}" in resource group "${(0,resource_id/* resourceGroupOf */.Tp)(targetLoadBalancerId)}", ` +
        `${FROM_RECORD.origin}, does not exist any more. ${FROM_RECORD.advice}`);
}
/** Whether a plan may be made of them: no update runs, and what one of them says of another is so. */
function isAtRest({ targetLoadBalancer, productionAddresses, spareAddresses, }) {
    return (![targetLoadBalancer, ...productionAddresses, ...spareAddresses].some(isUpdating) &&
        // Read one after the other, while somebody moved an address between them.
        productionAddresses.every((address) => isServedBy(address, targetLoadBalancer) === hasAddress(targetLoadBalancer, address)));
}
const CONTRADICTION_MS = 1_000;
/**
 * Waits until no update of them runs any more. All of them have to be read again afterwards: somebody may have moved an
 * address meanwhile, and what did not move with it is not as it was read either.
 *
 * @returns false where an update hangs: it is taken as it is.
 */
async function settleNamed(arm, { targetLoadBalancer, productionAddresses, spareAddresses }, signal) {
    const addresses = [...productionAddresses, ...spareAddresses].filter(isUpdating);
    if (addresses.length === 0 && !isUpdating(targetLoadBalancer)) {
        await arm.pause(CONTRADICTION_MS, signal);
        return true;
    }
    const settled = await Promise.all([
        ...addresses.map(({ id }) => settledAddress(arm, id, signal)),
        ...(isUpdating(targetLoadBalancer)
            ? [(0,load_balancers/* getSettled */.yc)(arm, targetLoadBalancer.id, signal, azure_settled/* UNDO_PATIENCE_MS */.m)]
            : []),
    ]);
    return !settled.some(isUpdating);
}
function isUpdating({ properties }) {
    return properties.provisioningState === 'Updating';
}
function hasAddress(loadBalancer, { id }) {
    return (0,load_balancers/* frontendsOf */.df)(loadBalancer).some(({ properties }) => (0,resource_id/* sameId */.s)(properties.publicIPAddress?.id, id));
}
/** By what the address says. */
function isServedBy(address, loadBalancer) {
    const holder = address.properties.ipConfiguration?.id;
    return holder !== undefined && (0,resource_id/* sameId */.s)((0,resource_id/* topLevelId */.bY)(holder), loadBalancer.id);
}
/** A run before this one may have left an update running, the one of its own tags for instance. */
function settledAddress(arm, id, signal) {
    return (0,azure_settled/* untilSettled */.Q)(arm, () => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal), signal, azure_settled/* UNDO_PATIENCE_MS */.m);
}
/** @throws RefusedError as `readNamed`. */
async function readProduction(arm, ids, signal) {
    const reads = ids.map((id) => (0,existing/* existing */.g)('production-public-ip', id, (each) => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, each, signal)));
    await tellTogether(reads);
    return Promise.all(reads);
}
/** All that is refused is told at once: who has three names wrong shall not need three runs. */
async function tellTogether(reads) {
    const settled = await Promise.allSettled(reads);
    const refusals = settled.flatMap((each) => each.status === 'rejected' && each.reason instanceof refused_error/* RefusedError */.f ? [each.reason.message] : []);
    if (refusals.length > 1) {
        throw new refused_error/* RefusedError */.f(refusals);
    }
}

// EXTERNAL MODULE: ./lib/azure/arm/arm-error.js
var arm_error = __webpack_require__(911);
// EXTERNAL MODULE: ./lib/azure/scopes.js
var azure_scopes = __webpack_require__(4670);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/methods/temporary-address.js


const PUBLIC_IP_ADDRESS_TYPE = 'Microsoft.Network/publicIPAddresses';
/** Tag of a temporary address: the name of the production address whose place it takes. */
const STANDS_IN_FOR = 'azure-rollout-stands-in-for';
/** Microsoft.Network allows 80 characters in the name of a public IP address. */
const LONGEST_NAME = 80;
/**
 * The stand-in for an address while it moves: SKU, tier, allocation, IP version and zones of the original, so that it
 * fits the same frontends. Never its DNS label, prefix or IP tags: those belong to the address that users know.
 *
 * The name follows from the original's id: a second run finds the left-over of a first one instead of adding another.
 */
function temporaryAddressFor(original, tags) {
    const { subscriptionId, resourceGroup } = requiredId(original.id);
    const { sku, zones, extendedLocation, location, properties } = original;
    return {
        id: (0,resource_id/* resourceId */.a)(subscriptionId, resourceGroup, PUBLIC_IP_ADDRESS_TYPE, temporaryName(original)),
        template: {
            location,
            sku: { name: sku?.name ?? 'Basic', tier: sku?.tier ?? 'Regional' },
            ...(zones === undefined || zones.length === 0 ? {} : { zones }),
            ...(extendedLocation === undefined ? {} : { extendedLocation }),
            tags: {
                ...tags,
                'azure-rollout-purpose': 'temporary address of a vip-swap; safe to delete when no swap is running',
                [STANDS_IN_FOR]: original.name,
            },
            properties: {
                publicIPAllocationMethod: properties.publicIPAllocationMethod ?? 'Dynamic',
                publicIPAddressVersion: properties.publicIPAddressVersion ?? 'IPv4',
            },
        },
    };
}
function temporaryName(original) {
    const suffix = `-temporary-${(0,external_node_crypto_.createHash)('sha256').update(original.id.toLowerCase()).digest('hex').slice(0, 8)}`;
    return original.name.slice(0, LONGEST_NAME - suffix.length) + suffix;
}
function requiredId(id) {
    const parsed = (0,resource_id/* parseResourceId */.RQ)(id);
    if (parsed === undefined) {
        throw new Error(`ARM answered a public IP address with the malformed id "${id}".`);
    }
    return parsed;
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/record/swap-journal.js



/** @param namedIds of the production addresses that were named. */
function swapJournalOf(environment, { release, leavesRecord }, namedIds) {
    const stayed = namedIds.filter((id) => !environment.moves.some(({ productionAddress }) => (0,resource_id/* sameId */.s)(productionAddress.id, id)));
    return {
        release,
        leavesRecord,
        ...(leavesRecord || stayed.length === 0 ? {} : { stayed }),
        productionLoadBalancerId: environment.productionLoadBalancer.id,
        targetLoadBalancerId: environment.targetLoadBalancer.id,
        moves: environment.moves.map((move) => ({
            productionAddressId: move.productionAddress.id,
            productionFrontend: move.productionFrontend.name,
            targetFrontend: move.targetFrontend.name,
            targetAddressId: move.targetAddress.id,
            standIn: move.spareAddress === undefined
                ? { id: temporaryAddressFor(move.productionAddress, {}).id, isTemporary: true }
                : { id: move.spareAddress.id, isTemporary: false },
        })),
    };
}
/** The frontend of one side that takes part in a move. */
function frontendOf({ productionFrontend, targetFrontend }, side) {
    return side === 'production' ? productionFrontend : targetFrontend;
}
/** Placements before and after the swap. */
function placementsOf({ moves }) {
    const production = (addressOf) => moves.map((move) => ({ frontend: move.productionFrontend, publicIpAddressId: addressOf(move) }));
    const target = (addressOf) => moves.map((move) => ({ frontend: move.targetFrontend, publicIpAddressId: addressOf(move) }));
    const own = (move) => move.productionAddressId;
    const others = (move) => move.targetAddressId;
    return {
        before: { production: production(own), target: target(others) },
        after: { production: production(others), target: target(own) },
    };
}
/** The frontend that serves an address before the swap, as the last tag names it. */
function previousTargetOf({ productionLoadBalancerId, moves }, addressId) {
    const move = moves.find(({ productionAddressId }) => (0,resource_id/* sameId */.s)(productionAddressId, addressId));
    return `${swap_journal_short(productionLoadBalancerId)}/${move?.productionFrontend ?? ''}`;
}
/** The frontend that serves an address after the swap, as the last tag names it. */
function targetOf(journal, addressId) {
    const move = journal.moves.find(({ productionAddressId }) => (0,resource_id/* sameId */.s)(productionAddressId, addressId));
    return targetNameOf(journal, move?.targetFrontend ?? '');
}
/** A frontend as the last tag names it, `group/loadBalancer/frontend`; undefined for what is no frontend of a load balancer. */
function servingName(frontendId) {
    const owner = (0,resource_id/* parseResourceId */.RQ)((0,resource_id/* topLevelId */.bY)(frontendId));
    return owner?.type.toLowerCase() === 'microsoft.network/loadbalancers'
        ? `${owner.resourceGroup}/${owner.name}/${(0,resource_id/* nameOf */.Vb)(frontendId)}`
        : undefined;
}
/** A frontend of the target, as the last tag of what moves away from there names it. */
function targetNameOf({ targetLoadBalancerId }, frontend) {
    return `${swap_journal_short(targetLoadBalancerId)}/${frontend}`;
}
/** The addresses that move together with one, as the last tag names them. */
function companionsOf({ moves }, addressId) {
    return moves.flatMap(({ productionAddressId }) => (0,resource_id/* sameId */.s)(productionAddressId, addressId) ? [] : [swap_journal_short(productionAddressId)]);
}
/** As tags: everything is named `group/name`, because a swap stays within one subscription, and a person reads it. */
function swapEntries({ release, leavesRecord, productionLoadBalancerId, targetLoadBalancerId, moves, stayed = [], }) {
    const entries = moves.flatMap((move, index) => {
        const of = (name, text) => [`${index + 1}-${name}`, text];
        const { id, isTemporary } = move.standIn;
        return [
            of('address', swap_journal_short(move.productionAddressId)),
            of('from', `${swap_journal_short(productionLoadBalancerId)}/${move.productionFrontend}`),
            of('to', `${swap_journal_short(targetLoadBalancerId)}/${move.targetFrontend}`),
            of('exchanged-for', swap_journal_short(move.targetAddressId)),
            of('parked-on', `${swap_journal_short(id)} ${isTemporary ? '(temporary)' : '(spare)'}`),
        ];
    });
    return {
        ...(release === 'rollback' ? { kind: 'rollback' } : {}),
        ...(leavesRecord ? {} : { record: 'none' }),
        ...(stayed.length === 0 ? {} : { stayed: stayed.map(swap_journal_short).join(',') }),
        ...Object.fromEntries(entries),
    };
}
/** @throws UnreadableJournalError naming the entry that is missing or was changed. */
function readSwapJournal(entries, subscriptionId) {
    const address = (text) => swap_journal_long(subscriptionId, 'Microsoft.Network/publicIPAddresses', text);
    const loadBalancer = (text) => swap_journal_long(subscriptionId, 'Microsoft.Network/loadBalancers', text);
    const moves = [];
    for (let index = 1; entries[`${index}-address`] !== undefined; index += 1) {
        const read = (name, form) => partsOf(entries, `${index}-${name}`, form);
        const [, from = '', productionFrontend = ''] = read('from', FRONTEND);
        const [, to = '', targetFrontend = ''] = read('to', FRONTEND);
        const [, standIn = '', kind] = read('parked-on', /^(\S+\/\S+) \((temporary|spare)\)$/);
        moves.push({
            productionAddressId: address(read('address', NAMED)[0] ?? ''),
            productionFrontend,
            targetFrontend,
            targetAddressId: address(read('exchanged-for', NAMED)[0] ?? ''),
            standIn: { id: address(standIn), isTemporary: kind === 'temporary' },
            from,
            to,
        });
    }
    const [first] = moves;
    const unread = Object.keys(entries).find((name) => Number.parseInt(name, 10) > moves.length);
    if (first === undefined || unread !== undefined) {
        // Of a move of which only a part is left, nobody would bring the address to its end.
        throw unreadable(`${moves.length + 1}-address`, undefined);
    }
    return {
        release: entries.kind === 'rollback' ? 'rollback' : 'run',
        leavesRecord: entries.record !== 'none',
        productionLoadBalancerId: loadBalancer(first.from),
        targetLoadBalancerId: loadBalancer(first.to),
        moves: moves.map(({ from, to, ...move }) => move),
        ...(entries.stayed === undefined ? {} : { stayed: entries.stayed.split(',').map(address) }),
    };
}
const NAMED = /^[^/\s]+\/[^/\s]+$/;
const FRONTEND = /^([^/\s]+\/[^/\s]+)\/([^/\s]+)$/;
function partsOf(entries, name, form) {
    const parts = form.exec(entries[name] ?? '');
    if (parts === null) {
        throw unreadable(name, entries[name]);
    }
    return [...parts];
}
function unreadable(name, text) {
    return new record_journal/* UnreadableJournalError */.BE(`The tag azure-rollout-journal-${name} is ${text === undefined ? 'missing' : `"${text}"`}, so what was begun cannot be ` +
        'told from the journal. Put production in order by hand, and remove the tags that begin with azure-rollout-journal.');
}
/** `group/name` */
function swap_journal_short(id) {
    const parsed = (0,resource_id/* parseResourceId */.RQ)(id);
    return parsed === undefined ? id : `${parsed.resourceGroup}/${parsed.name}`;
}
function swap_journal_long(subscriptionId, type, text) {
    const [group = '', name = ''] = text.split('/');
    return (0,resource_id/* resourceId */.a)(subscriptionId, group, type, name);
}
/** What an address has beside its lock. */
function besideLock({ id, tags = {} }) {
    try {
        const journal = (0,record_journal/* readJournal */.a0)(tags);
        if (journal === undefined) {
            return 'nothing';
        }
        readSwapJournal(journal.entries, (0,resource_id/* parseResourceId */.RQ)(id)?.subscriptionId ?? '');
        return 'journal';
    }
    catch (error) {
        if (!(error instanceof record_journal/* UnreadableJournalError */.BE)) {
            throw error;
        }
        return 'unreadable';
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/companions/neighbours.js





async function neighboursOf(arm, addresses, signal) {
    const holders = addresses.flatMap(({ properties }) => properties.ipConfiguration?.id ?? []);
    const loadBalancers = await readEach((0,azure_scopes/* distinctScopes */.uA)(holders.map(resource_id/* topLevelId */.bY).filter(isLoadBalancer)), (id) => (0,load_balancers/* getLoadBalancer */.n$)(arm, id, signal));
    const others = loadBalancers.read
        .flatMap(load_balancers/* frontendsOf */.df)
        .flatMap(({ properties }) => properties.publicIPAddress?.id ?? [])
        .filter((id) => !addresses.some((address) => (0,resource_id/* sameId */.s)(address.id, id)));
    const neighbours = await readEach(others, (id) => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal));
    return { addresses: neighbours.read, hidden: [...loadBalancers.hidden, ...neighbours.hidden] };
}
function isLoadBalancer(id) {
    return (0,resource_id/* parseResourceId */.RQ)(id)?.type.toLowerCase() === 'microsoft.network/loadbalancers';
}
/** What is gone by now is nobody's companion. */
async function readEach(ids, get) {
    const outcomes = await Promise.all(ids.map((id) => get(id).then((read) => ({ read }), (error) => {
        if (error instanceof arm_error/* ArmError */.dW && (error.status === 403 || error.status === 404)) {
            return { error };
        }
        throw error;
    })));
    return {
        read: outcomes.flatMap((each) => ('read' in each ? [each.read] : [])),
        hidden: outcomes.flatMap((each) => ('error' in each && each.error.status === 403 ? [each.error] : [])),
    };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/companions/companions.js







/** A neighbour with a journal that this version cannot read: what it moves is not known for certain. */
function unreadableJournals({ addresses }) {
    return addresses.filter((each) => (0,record_journal/* hasJournal */.w)(each.tags ?? {}) && journalledSwap(each) === undefined);
}
/**
 * Addresses whose journal names one of these. A release closes its records one address after the other: as long as one of them
 * has its journal, none of what it moved is free. They are looked for on the load balancers that serve these addresses, and in
 * the resource groups of both, because in the window nothing serves them.
 */
async function unclosedCompanions(arm, addresses, signal) {
    const [neighbours, listed] = await Promise.all([
        neighboursOf(arm, addresses, signal),
        listedAround(arm, addresses, signal),
    ]);
    const candidates = [...neighbours.addresses, ...listed.addresses].filter(({ id }, index, all) => all.findIndex((each) => (0,resource_id/* sameId */.s)(each.id, id)) === index &&
        !addresses.some((each) => (0,resource_id/* sameId */.s)(each.id, id)));
    return {
        addresses: candidates.filter((candidate) => tellsOf(candidate, addresses)),
        hidden: [...neighbours.hidden, ...listed.hidden],
    };
}
/** The journal of an address names one of others. */
function tellsOf(candidate, addresses) {
    return (namesIn(candidate, addresses) ||
        journalledSwap(candidate)?.moves.some(({ productionAddressId }) => addresses.some(({ id }) => (0,resource_id/* sameId */.s)(id, productionAddressId))) === true);
}
/**
 * All addresses of the same resource groups, and of those of what serves them; of the subscription, where nothing has one and it does not say why. What serves an
 * address tells its companions too, so only of one that nothing serves a list that is refused is missed.
 */
async function listedAround(arm, addresses, signal) {
    const unexplained = addresses.filter((each) => isUnserved(each) && !(0,record_journal/* hasJournal */.w)(each.tags ?? {}));
    const wide = await listEach(arm, unexplained.map(subscriptionOf), signal);
    const near = await listEach(arm, addresses.flatMap(({ id, properties: { ipConfiguration } }) => [
        (0,azure_scopes/* resourceGroupScope */.wZ)(id),
        ...(ipConfiguration === undefined ? [] : [(0,azure_scopes/* resourceGroupScope */.wZ)(ipConfiguration.id)]),
    ]), signal);
    return {
        addresses: [...near.addresses, ...wide.addresses],
        hidden: [...wide.hidden, ...(unexplained.length === 0 ? [] : near.hidden)],
    };
}
/** Nothing has it: no frontend, and nothing else. */
function isUnserved({ properties }) {
    return properties.ipConfiguration === undefined;
}
function subscriptionOf({ id }) {
    return (0,azure_scopes/* subscriptionScope */.gx)((0,resource_id/* parseResourceId */.RQ)(id)?.subscriptionId ?? '');
}
async function listEach(arm, scopes, signal) {
    const lists = await Promise.all((0,azure_scopes/* distinctScopes */.uA)(scopes).map((scope) => (0,public_ip_addresses/* listPublicIpAddresses */.hp)(arm, scope, signal).then((found) => ({ addresses: found, hidden: [] }), (error) => {
        if (error instanceof arm_error/* ArmError */.dW && error.status === 403) {
            return { addresses: [], hidden: [error] };
        }
        throw error;
    })));
    return {
        addresses: lists.flatMap((each) => each.addresses),
        hidden: lists.flatMap((each) => each.hidden),
    };
}
/** By the words alone: of a journal that a newer version wrote, or somebody has damaged, no more can be told. */
function namesIn({ tags = {} }, addresses) {
    const names = addresses.map(({ id, name }) => `${(0,resource_id/* resourceGroupOf */.Tp)(id)}/${name}`.toLowerCase());
    return Object.entries(tags).some(([tag, value]) => tag.toLowerCase().startsWith(record_journal/* JOURNAL */.Ex) && names.includes(value.toLowerCase()));
}
/** Undefined also for what cannot be read. */
function journalledSwap({ id, tags = {} }) {
    try {
        const journal = (0,record_journal/* readJournal */.a0)(tags);
        return journal && readSwapJournal(journal.entries, (0,resource_id/* parseResourceId */.RQ)(id)?.subscriptionId ?? '');
    }
    catch (error) {
        if (error instanceof record_journal/* UnreadableJournalError */.BE) {
            return undefined;
        }
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/companions/exchanged-addresses.js






/**
 * What the target would give away for the production addresses that it does not serve yet. A release of one of these is the opposite
 * swap: it works on the same frontends, and has its lock and its journal there. So it may be on what moves with one of these alone, which
 * the target serves too: its runner may have been lost between two of its locks. What the identity may not read there is left out.
 */
async function exchangedAddresses(arm, { targetFrontends }, { targetLoadBalancer, productionAddresses, }, signal) {
    const versions = productionAddresses
        .filter((address) => !isServedBy(address, targetLoadBalancer))
        .map(versionOf);
    if (versions.length === 0) {
        return [];
    }
    const ids = (0,load_balancers/* frontendsOf */.df)(targetLoadBalancer)
        .filter(({ name }) => targetFrontends.length === 0 || targetFrontends.includes(name))
        .flatMap(({ properties }) => properties.publicIPAddress?.id ?? [])
        .filter((id) => !productionAddresses.some((address) => (0,resource_id/* sameId */.s)(address.id, id)));
    const addresses = await Promise.all(ids.map((id) => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal)));
    const exchanged = addresses.filter((address) => versions.includes(versionOf(address)));
    const neighbours = await neighboursOf(arm, exchanged, signal);
    return [...exchanged, ...neighbours.addresses.filter((each) => tellsOf(each, exchanged))];
}
function versionOf({ properties }) {
    return properties.publicIPAddressVersion ?? 'IPv4';
}

// EXTERNAL MODULE: ./lib/record/lock.js
var record_lock = __webpack_require__(7138);
// EXTERNAL MODULE: ./lib/strategies/naming-inputs.js
var naming_inputs = __webpack_require__(5583);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/record/record-holder.js

/** A production address carries lock and journal of the releases that move it. */
function holderOf({ id, name }) {
    const input = 'production-public-ip';
    return { name, input, namedBy: (0,naming_inputs/* namingInputs */.w)(input, [id]) };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/hindrance.js







/**
 * Why no release of these addresses may begin now, by what their tags say and those of what moves with them, and none may be
 * planned: a plan would be made of resources that are on the move.
 *
 * @throws UnreadableJournalError; RefusedError where that cannot be told, because the identity may not see all that moves with them.
 */
async function hindranceOf(addresses, context) {
    const own = hindranceIn(addresses, context);
    if (own !== undefined) {
        return own;
    }
    const companions = await unclosedCompanions(context.arm, addresses, context.signal);
    const theirs = hindranceIn(companions.addresses, context);
    // Of what nothing serves no release begins anyway, and why is told better by whoever finds that.
    if (theirs === undefined && companions.hidden.length > 0 && !addresses.some(isUnserved)) {
        const names = addresses.map(({ name }) => name).join(' and ');
        throw new refused_error/* RefusedError */.f(`Whether a release that was begun, or is to be taken back, has moved more than ${names} cannot be told, and half of it on one ` +
            `side and half on the other would be a mixture: ${companions.hidden.map(({ message }) => message).join(' ')} Let the ` +
            'identity read what the load balancer serves, and run again.');
    }
    return theirs;
}
/** Why no release may take these addresses from the target: a release of their own, the opposite one, works on them or was interrupted. */
function oppositeHindrance(exchanged, context) {
    return hindranceIn(exchanged, context);
}
function hindranceIn(addresses, context) {
    // The lock first: the journal of a newer version is nobody's business as long as its owner works.
    const [locked] = locksIn(addresses, context);
    if (locked !== undefined) {
        return { kind: 'locked', ...locked };
    }
    for (const { id, name, tags = {} } of addresses) {
        const journal = (0,record_journal/* readJournal */.a0)(tags);
        if (journal !== undefined) {
            // A recovery that could not read it is no advice.
            readSwapJournal(journal.entries, (0,resource_id/* parseResourceId */.RQ)(id)?.subscriptionId ?? '');
            return { kind: 'interrupted', holder: holderOf({ id, name }), journal };
        }
    }
    return undefined;
}
/**
 * Locks of other runs that bind these addresses now.
 *
 * @param exchanged as of `oppositeHindrance`.
 */
async function boundLocksOf(addresses, exchanged, context) {
    const own = locksIn([...addresses, ...exchanged], context);
    return own.length > 0
        ? own
        : locksIn((await unclosedCompanions(context.arm, addresses, context.signal)).addresses, context);
}
function locksIn(addresses, { arm, lease }) {
    return addresses.flatMap(({ id, name, tags = {} }) => {
        const lock = (0,record_lock/* readLock */.mF)(tags);
        return lock === undefined || lock.id === lease.id || (0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs())
            ? []
            : [{ holder: holderOf({ id, name }), lock, beside: besideLock({ id, tags }) }];
    });
}

// EXTERNAL MODULE: ./lib/strategies/production-watch.js
var production_watch = __webpack_require__(3356);
// EXTERNAL MODULE: ./lib/azure/network/frontend-commands.js
var frontend_commands = __webpack_require__(4131);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/companions/named-address.js
/** An address as the subject of a release tells it. */
function namedAddress({ id, name, properties }) {
    return { id, name, address: properties.ipAddress ?? '' };
}

// EXTERNAL MODULE: ./lib/azure/network/network-api.js
var network_api = __webpack_require__(3689);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/methods/assign-step.js


/** The longest update of a load balancer ever recorded took 313 s: one that takes longer hangs. */
const LONGEST_UPDATE_MS = 400_000;
/**
 * One move as a step.
 *
 * @param originalAssignments what the frontends of this side had before the plan.
 */
function assignStep(loadBalancer, move, originalAssignments) {
    const window = windowOf(move);
    return {
        id: stepIdOf(move),
        kind: 'assign-addresses',
        title: titleOf(loadBalancer, move),
        loadBalancerId: loadBalancer.id,
        assignments: move.assignments,
        previousAssignments: move.previousAssignments,
        originalAssignments,
        pace: window === undefined ? 'as-told' : 'tight',
        timeoutMs: LONGEST_UPDATE_MS,
        changes: changesOf(loadBalancer, move),
        calls: [{ method: 'PUT', target: loadBalancer.id, apiVersion: network_api/* NETWORK_API_VERSION */.N }],
        verifiedBy: window === 'opens'
            ? "ARM's operation; a read would lengthen the outage"
            : "ARM's operation, and a fresh read of the load balancer",
        undoneBy: `pointing it at ${names(move.previousAssignments.map((each) => each.publicIpAddressId))} again`,
        ...(window === undefined ? {} : { window }),
    };
}
function windowOf(move) {
    return move.takesAway ? 'opens' : move.givesBack ? 'closes' : undefined;
}
function stepIdOf(move) {
    if (move.takesAway) {
        return 'release-production-address';
    }
    return move.givesBack ? 'take-production-address' : `park-${move.side}`;
}
function titleOf(loadBalancer, move) {
    const subject = `Point ${loadBalancer.name} at ${names(move.assignments.map((each) => each.publicIpAddressId))}`;
    if (move.takesAway) {
        return `${subject}: production goes down`;
    }
    return move.givesBack ? `${subject}: production is served again` : subject;
}
function changesOf(loadBalancer, move) {
    return move.assignments.map((each) => ({
        resource: loadBalancer.id,
        field: `frontendIPConfigurations/${each.frontend}.publicIPAddress.id`,
        from: addressOf(move.previousAssignments, each.frontend),
        to: each.publicIpAddressId,
    }));
}
function addressOf(assignments, frontend) {
    return assignments.find((each) => each.frontend === frontend)?.publicIpAddressId ?? null;
}
function names(ids) {
    return ids.map(resource_id/* nameOf */.Vb).join(' and ');
}

// EXTERNAL MODULE: ./lib/probe/connect-to.js
var connect_to = __webpack_require__(4572);
// EXTERNAL MODULE: ./lib/probe/request.js
var request = __webpack_require__(1447);
// EXTERNAL MODULE: ./lib/probe/target.js
var target = __webpack_require__(8373);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/probe-target.js






/** What the prober asks throughout the swap: the first production address, by the rules that serve it now. */
function productionProbeTarget({ productionLoadBalancer, moves }, settings) {
    const move = firstOf(moves);
    return probeTarget(move.productionAddress, move.productionFrontend, productionLoadBalancer, settings.url);
}
/** What the prober asks where the production address is, or shall be, on a frontend that is known by name. */
function probeTargetOn(address, frontendName, loadBalancer, probeUrl) {
    const frontend = (0,load_balancers/* frontendsOf */.df)(loadBalancer).find(({ name }) => name === frontendName);
    if (frontend === undefined) {
        throw new refused_error/* RefusedError */.f(`${loadBalancer.name} has no frontend "${frontendName}" any more, which the interrupted swap was to use.`);
    }
    return probeTarget(address, frontend, loadBalancer, probeUrl);
}
/** @throws RefusedError where nothing of the frontend can be asked. */
function probeTarget(address, frontend, loadBalancer, probeUrl) {
    const { ipAddress } = address.properties;
    if (ipAddress === undefined) {
        throw new refused_error/* RefusedError */.f(`"${address.name}" has no IP address yet, so nobody can ask it; set probe: off.`);
    }
    const choice = (0,target/* chooseProbeTarget */.t)({
        address: ipAddress,
        frontendId: frontend.id,
        loadBalancer,
        ...(probeUrl === undefined ? {} : { probeUrl }),
    });
    if (choice.kind === 'none') {
        throw new refused_error/* RefusedError */.f(`Nothing on frontend "${frontend.name}" of ${loadBalancer.name} can be asked (${choice.skipped.join('; ') || 'it has no rules'}). ` +
            'Name an address with probe-url, or set probe: off.');
    }
    return choice.target;
}
/** One lost packet is no sick target. */
const TRIES = 3;
/** Asks the target by its own address, as production will be asked once it is there. */
async function checkTarget({ targetLoadBalancer, moves }, check, settings) {
    if (check.kind === 'off') {
        return { kind: 'not-checked', reason: 'target-check is off' };
    }
    const move = firstOf(moves);
    const target = check.kind === 'url'
        ? givenTarget(check.url)
        : probeTarget(move.targetAddress, move.targetFrontend, targetLoadBalancer, settings.url);
    return askAFewTimes(target, settings);
}
/** Asks a production address that is on its load balancer already, by the rules that serve it there. */
async function checkProduction(address, loadBalancer, settings) {
    const frontend = (0,load_balancers/* frontendsOf */.df)(loadBalancer).find((each) => (0,resource_id/* sameId */.s)(each.properties.publicIPAddress?.id, address.id));
    return frontend === undefined
        ? { kind: 'failed', url: address.name, cause: `${loadBalancer.name} has it no longer` }
        : askAFewTimes(probeTarget(address, frontend, loadBalancer, settings.url), settings);
}
async function askAFewTimes(target, settings) {
    const question = {
        protocol: target.protocol,
        url: target.url,
        endpoint: (0,connect_to/* endpointOf */.X5)(target, settings.connectTo),
        timeoutMs: settings.timeoutMs,
        expect: settings.expectation,
    };
    let cause = '';
    for (let tried = 0; tried < TRIES; tried += 1) {
        const answer = await (0,request/* ask */.kA)(question);
        if (answer.kind === 'good') {
            return { kind: 'answered' };
        }
        cause = answer.cause;
    }
    return { kind: 'failed', url: target.url, cause };
}
/** A URL of the user's own is asked where it leads; `probe-url` goes to the address of the side that is asked. */
function givenTarget(given) {
    const url = (0,target/* parseProbeUrl */.j)(given);
    const protocol = url.protocol === 'tcp:' ? 'tcp' : url.protocol === 'https:' ? 'https' : 'http';
    return { protocol, url: url.href, source: 'input target-check' };
}
function firstOf(moves) {
    const [first] = moves;
    if (first === undefined) {
        throw new Error('A swap environment without a move was made.');
    }
    return first;
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/already-there.js








/**
 * The goal seems reached: that is believed only of a load balancer that has come to rest, is `Succeeded`, and answers.
 * A run that was killed may have left an update running, which would look the same.
 */
async function confirmAlreadyThere({ arm, signal }, options, { productionAddresses, targetLoadBalancer }) {
    const loadBalancer = await (0,load_balancers/* getSettled */.yc)(arm, targetLoadBalancer.id, signal, LONGEST_UPDATE_MS);
    requireSucceeded(loadBalancer);
    if (options.isProbeOn) {
        await Promise.all(productionAddresses.map((each) => requireAnswer(each, loadBalancer, options)));
    }
    const leftOver = await Promise.all(productionAddresses.map((each) => (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, temporaryAddressFor(each, options.goal.temporaryIpTags).id, signal)));
    return {
        kind: 'no-change',
        subject: {
            productionAddresses: productionAddresses.map(namedAddress),
            newLoadBalancer: loadBalancer.name,
        },
        reason: [
            `${productionAddresses.map(({ name }) => name).join(' and ')} ${productionAddresses.length === 1 ? 'is' : 'are'} on ${loadBalancer.name} already`,
            ...productionAddresses.flatMap(unsettledNote),
            ...leftOver.flatMap((address) => (address === undefined ? [] : [leftOverNote(address)])),
        ].join('; '),
    };
}
function requireSucceeded({ id, name, properties }) {
    if (properties.provisioningState !== 'Succeeded') {
        throw new refused_error/* RefusedError */.f(`The production address is on ${name} already, and the last update of ${name} ended as ` +
            `${properties.provisioningState}: whether it serves is not known. Write it once more ` +
            `(${(0,frontend_commands/* rewriteCommand */.uy)(id)}), and run again.`);
    }
}
async function requireAnswer(address, loadBalancer, { probe }) {
    const answer = await checkProduction(address, loadBalancer, probe);
    if (answer.kind === 'failed') {
        throw new refused_error/* RefusedError */.f(`"${address.name}" is on ${loadBalancer.name} already, and does not answer at ${answer.url}: ${answer.cause}. ` +
            'There is nothing to move: look at what stands behind it. Set probe: off to call this done all the same.');
    }
}
/** It serves, but the next release would be refused for it. */
function unsettledNote({ name, properties }) {
    return properties.provisioningState === 'Succeeded'
        ? []
        : [
            `the last update of ${name} ended as ${properties.provisioningState}: "command: recover" writes it once more`,
        ];
}
function leftOverNote({ name, properties }) {
    const holder = properties.ipConfiguration?.id;
    return holder === undefined
        ? `the temporary address ${name} of an older run is left over: "command: recover" deletes it`
        : `the temporary address ${name} of an older run is still on ${holder}: give that frontend another one, then delete it`;
}

// EXTERNAL MODULE: ./lib/record/record-holder.js
var record_holder = __webpack_require__(8975);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/environment.js









function sidesOf({ productionLoadBalancer, targetLoadBalancer }) {
    return { production: productionLoadBalancer, target: targetLoadBalancer };
}
/**
 * Finds the losing side from the addresses themselves.
 *
 * @throws RefusedError where the goal does not fit what is there; ArmError where something cannot be read.
 */
async function observe(arm, goal, { targetLoadBalancer, productionAddresses, spareAddresses }, signal) {
    const toMove = productionAddresses.filter((address) => !isServedBy(address, targetLoadBalancer));
    if (toMove.length === 0) {
        return { kind: 'on-target', productionAddresses, targetLoadBalancer };
    }
    const losingId = losingLoadBalancerId(toMove);
    const productionLoadBalancer = await (0,load_balancers/* getSettled */.yc)(arm, losingId, signal, azure_settled/* UNDO_PATIENCE_MS */.m);
    const candidates = await targetCandidates(arm, goal, targetLoadBalancer, signal);
    const taken = new Set();
    const moves = toMove.map((address) => {
        const target = pickTarget(address, candidates, goal, targetLoadBalancer);
        if (taken.has(target.frontend.name)) {
            throw new refused_error/* RefusedError */.f(`Two production addresses would need the same frontend "${target.frontend.name}" of ${targetLoadBalancer.name}; ` +
                'each needs a frontend of its own IP version there.');
        }
        taken.add(target.frontend.name);
        return move(address, productionLoadBalancer, target, spareAddresses);
    });
    return { kind: 'to-move', environment: { productionLoadBalancer, targetLoadBalancer, moves } };
}
function losingLoadBalancerId(addresses) {
    const holders = addresses.map((address) => {
        const holder = address.properties.ipConfiguration?.id;
        if (holder === undefined) {
            throw new refused_error/* RefusedError */.f(`production-public-ip "${address.name}" is not assigned to anything, so nothing serves it. ` +
                'Assign it to a frontend of a load balancer first; the side that it leaves is found from the address. "command: recover" with ' +
                `${(0,record_holder/* namingText */.K)(holderOf(address))} brings it back where a release was interrupted, and else says by which command a person does.`);
        }
        const id = (0,resource_id/* topLevelId */.bY)(holder);
        if ((0,resource_id/* parseResourceId */.RQ)(id)?.type.toLowerCase() !== 'microsoft.network/loadbalancers') {
            throw new refused_error/* RefusedError */.f(`production-public-ip "${address.name}" is held by ${holder}; it must be on a frontend of a load balancer.`);
        }
        return id;
    });
    const [first, ...rest] = holders;
    if (first === undefined || rest.some((id) => !(0,resource_id/* sameId */.s)(id, first))) {
        throw new refused_error/* RefusedError */.f(`The production addresses are on different load balancers (${[...new Set(holders.map(resource_id/* nameOf */.Vb))].join(', ')}); ` +
            'addresses that move together must leave one load balancer. Swap them one by one.');
    }
    return first;
}
async function targetCandidates(arm, goal, target, signal) {
    const names = (0,load_balancers/* frontendsOf */.df)(target).map((frontend) => frontend.name);
    const unknown = goal.targetFrontends.find((name) => !names.includes(name));
    if (unknown !== undefined) {
        throw new refused_error/* RefusedError */.f(goal.isFromRecord
            ? `Frontend "${unknown}" of ${target.name}, ${FROM_RECORD.origin}, does not exist any more; its frontends: ${names.join(', ')}. ` +
                FROM_RECORD.advice
            : `target-frontend "${unknown}" does not exist on ${target.name}; its frontends: ${names.join(', ')}.`);
    }
    const wanted = (0,load_balancers/* frontendsOf */.df)(target).filter((frontend) => goal.targetFrontends.length === 0 || goal.targetFrontends.includes(frontend.name));
    const candidates = await Promise.all(wanted.map(async (frontend) => {
        const id = frontend.properties.publicIPAddress?.id;
        return id === undefined ? [] : [{ frontend, address: await settledAddress(arm, id, signal) }];
    }));
    return candidates.flat();
}
function pickTarget(address, candidates, goal, target) {
    const version = address.properties.publicIPAddressVersion ?? 'IPv4';
    const fitting = candidates.filter((each) => (each.address.properties.publicIPAddressVersion ?? 'IPv4') === version);
    const [only, ...others] = fitting;
    const scope = goal.isFromRecord
        ? `Frontend "${goal.targetFrontends.join(', ')}" of ${target.name}, ${FROM_RECORD.origin},`
        : goal.targetFrontends.length === 0
            ? `target-load-balancer "${target.name}"`
            : `target-frontend "${goal.targetFrontends.join(', ')}" of ${target.name}`;
    if (only === undefined) {
        throw new refused_error/* RefusedError */.f(`${scope} has no frontend with a public ${version} address for "${address.name}". ` +
            'A swap needs one on each side; an internal frontend cannot take part.');
    }
    if (others.length > 0) {
        const names = fitting.map((each) => each.frontend.name);
        throw new refused_error/* RefusedError */.f(`${scope} has several public ${version} frontends, and one release moves one ${version} address: name one production ` +
            `address of that version, and one of the frontends as target-frontend: ${names.join(' or ')}.`);
    }
    return only;
}
function move(productionAddress, productionLoadBalancer, target, spares) {
    const holder = productionAddress.properties.ipConfiguration?.id;
    const productionFrontend = (0,load_balancers/* frontendsOf */.df)(productionLoadBalancer).find((each) => (0,resource_id/* sameId */.s)(each.id, holder));
    if (productionFrontend === undefined) {
        throw new refused_error/* RefusedError */.f(`"${productionAddress.name}" says it is held by ${holder}, and ${productionLoadBalancer.name} has no such frontend: ` +
            'an update is under way. Wait until it has ended.');
    }
    const version = productionAddress.properties.publicIPAddressVersion ?? 'IPv4';
    const spareAddress = spares.find((each) => (each.properties.publicIPAddressVersion ?? 'IPv4') === version);
    refuseHeldStandIn(productionAddress, target, spareAddress);
    return {
        productionAddress,
        productionFrontend,
        targetFrontend: target.frontend,
        targetAddress: target.address,
        ...(spareAddress === undefined ? {} : { spareAddress }),
    };
}
/** The target cannot wait for the production address on the address that it has already. */
function refuseHeldStandIn(productionAddress, { frontend, address }, spareAddress) {
    const holder = `frontend "${frontend.name}" of ${(0,resource_id/* nameOf */.Vb)((0,resource_id/* topLevelId */.bY)(frontend.id))} has`;
    if (spareAddress !== undefined && (0,resource_id/* sameId */.s)(spareAddress.id, address.id)) {
        throw new refused_error/* RefusedError */.f(`spare-public-ip "${address.name}" is what ${holder}. Name a public IP address that nothing uses.`);
    }
    if (spareAddress === undefined && (0,resource_id/* sameId */.s)(temporaryAddressFor(productionAddress, {}).id, address.id)) {
        throw new refused_error/* RefusedError */.f(`"${address.name}", which ${holder}, is a temporary address, left there by a swap that was interrupted. ` +
            'Name the address that it had before, or another one that nothing uses, as spare-public-ip.');
    }
}

// EXTERNAL MODULE: ./lib/probe/prober.js + 1 modules
var prober = __webpack_require__(369);
// EXTERNAL MODULE: ./lib/strategies/preflight/finding.js
var finding = __webpack_require__(2280);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/confirm-production.js
/**
 * The last step before any clean-up: what serves is what was asked for, by a fresh read and by real answers.
 *
 * @param side the one that serves production then.
 */
function confirmProduction(loadBalancers, placement, side) {
    return {
        id: 'confirm-production',
        kind: 'confirm-production',
        title: `See production answer from ${loadBalancers[side].name}`,
        expected: expectedOn(loadBalancers, placement, side),
        changes: [],
        calls: [],
        verifiedBy: 'a fresh read of both load balancers, and 5 s of good answers from the production address',
        undoneBy: 'nothing to undo',
    };
}
/** Both load balancers, `first` first. */
function expectedOn(loadBalancers, placement, first) {
    const sides = first === 'production' ? ['production', 'target'] : ['target', 'production'];
    return sides.map((side) => ({ loadBalancerId: loadBalancers[side].id, assignments: placement[side] }));
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/methods/moves.js

/**
 * The updates that lead from one placement to another, whatever the first one is: somebody may have put half of it right by
 * hand. ARM binds an address once and a frontend always has one, so two frontends that hold each other's addresses cannot
 * simply be told to swap: the one that waits for a production address is parked on a spare first. Taking all of production away
 * and giving it back are next to each other.
 *
 * @throws Error when parking is needed and there are too few spares, or one that is not free.
 */
function planMoves(problem) {
    const emptier = servedBy(problem, 'production') < servedBy(problem, 'target') ? 'production' : 'target';
    const first = movesBeginningWith(emptier, problem);
    const second = movesBeginningWith(other(emptier), problem);
    // Of two ways that cost the same, the one that begins where less of production is.
    return isShorter(second, first, problem) ? second : first;
}
const SIDES = ['production', 'target'];
/** Moves while which not all of production is served, from the first that takes any of it away to the last that gives it back. */
function movesInOutage({ current, productionAddressIds }, moves) {
    const placement = { ...current };
    const isServed = () => productionAddressIds.every((id) => isHeld(placement, id));
    return moves.filter((move) => {
        const isWhole = isServed() && !move.takesAway;
        placement[move.side] = move.assignments;
        return !isWhole;
    });
}
/** Of a swap that ARM has carried out by half: one address on both sides. Only the side that gives it up can be written. */
function isContested({ production, target }) {
    return production.some(({ publicIpAddressId }) => holds(target, publicIpAddressId));
}
/** One update lets go of all that the other side waits for; then that one can be finished, and then the first. */
function movesBeginningWith(first, problem) {
    const placement = { ...problem.current };
    return [first, other(first), first].flatMap((side) => {
        const assignments = closestTo(problem, side, placement);
        if (samePlacement(placement[side], assignments)) {
            return [];
        }
        const move = describe(problem, side, placement[side], assignments);
        placement[side] = assignments;
        return [move];
    });
}
/** For each frontend of a side what it shall have, where nobody else has that; else what nobody else waits for. */
function closestTo({ wanted, spareAddressIds }, side, placement) {
    const has = (each) => placement[side].some(({ frontend, publicIpAddressId }) => frontend === each.frontend && (0,resource_id/* sameId */.s)(publicIpAddressId, each.publicIpAddressId));
    // What both sides have, the one that is to keep it does not give up.
    const isToBeHad = (each) => has(each) || !holds(placement[other(side)], each.publicIpAddressId);
    const taken = wanted[side].filter(isToBeHad);
    const awaited = [...wanted[other(side)], ...taken];
    const held = [...placement.production, ...placement.target, ...awaited];
    const spares = spareAddressIds.filter((id) => !holds(held, id));
    return wanted[side].flatMap((each, index) => {
        if (isToBeHad(each)) {
            return [each];
        }
        const current = placement[side].find(({ frontend }) => frontend === each.frontend);
        if (current === undefined || !holds(awaited, current.publicIpAddressId)) {
            return current ?? [];
        }
        return [{ frontend: each.frontend, publicIpAddressId: takeSpare(spares, spareAddressIds, index) }];
    });
}
/**
 * Its own where that is free: it is of the same IP version.
 *
 * @param free gets one less.
 */
function takeSpare(free, spareAddressIds, index) {
    const own = spareAddressIds[index];
    const spare = free.find((id) => (0,resource_id/* sameId */.s)(id, own)) ?? free[0];
    if (spare === undefined) {
        throw new Error(own === undefined
            ? `Moving ${index + 1} addresses needs as many free ones, and there are ${spareAddressIds.length}.`
            : `The spare address ${own} is not free: a frontend that takes part in the move has it.`);
    }
    free.splice(free.indexOf(spare), 1);
    return spare;
}
function isShorter(left, right, problem) {
    const [inLeft, inRight] = [movesInOutage(problem, left).length, movesInOutage(problem, right).length];
    return inLeft === inRight ? left.length < right.length : inLeft < inRight;
}
function other(side) {
    return side === 'production' ? 'target' : 'production';
}
function samePlacement(left, right) {
    return right.every((wanted) => left.some((each) => each.frontend === wanted.frontend && (0,resource_id/* sameId */.s)(each.publicIpAddressId, wanted.publicIpAddressId)));
}
function holds(assignments, addressId) {
    return assignments.some((each) => (0,resource_id/* sameId */.s)(each.publicIpAddressId, addressId));
}
function isHeld({ production, target }, addressId) {
    return holds(production, addressId) || holds(target, addressId);
}
/** How many production addresses a side has: parking it costs those an outage. */
function servedBy({ current, productionAddressIds }, side) {
    return productionAddressIds.filter((id) => holds(current[side], id)).length;
}
function describe({ productionAddressIds }, side, previousAssignments, assignments) {
    const isIn = (one, another) => productionAddressIds.some((id) => holds(one, id) && !holds(another, id));
    return {
        side,
        assignments,
        previousAssignments,
        takesAway: isIn(previousAssignments, assignments),
        givesBack: isIn(assignments, previousAssignments),
    };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/methods/temporary-address-steps.js


/** Of recorded creations one in a hundred took longer than 13 s, and none longer than 130 s; of deletions none 106 s. */
const LONGEST_MS = 180_000;
function createStep(addresses) {
    return {
        id: 'create-temporary-address',
        kind: 'create-temporary-addresses',
        title: `Create the temporary address ${temporary_address_steps_names(addresses.map((each) => each.id))}`,
        addresses,
        timeoutMs: LONGEST_MS,
        changes: addresses.map((each) => ({ resource: each.id, field: '(resource)', from: null, to: 'created' })),
        calls: addresses.map((each) => ({ method: 'PUT', target: each.id, apiVersion: network_api/* NETWORK_API_VERSION */.N })),
        verifiedBy: 'provisioning state Succeeded, and held by nothing',
        undoneBy: 'deleting it',
    };
}
function deleteStep(addressIds) {
    return {
        id: 'delete-temporary-address',
        kind: 'delete-temporary-addresses',
        title: `Delete the temporary address ${temporary_address_steps_names(addressIds)}`,
        addressIds,
        timeoutMs: LONGEST_MS,
        changes: addressIds.map((id) => ({ resource: id, field: '(resource)', from: 'created', to: null })),
        calls: addressIds.map((id) => ({ method: 'DELETE', target: id, apiVersion: network_api/* NETWORK_API_VERSION */.N })),
        verifiedBy: 'it is gone',
        undoneBy: 'nothing: production is where it shall be before it is deleted',
        cleanUp: true,
    };
}
function temporary_address_steps_names(ids) {
    return ids.map(resource_id/* nameOf */.Vb).join(' and ');
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/methods/temporary-ip.js







/** The temporary addresses that a swap has to make: none where the user gave spares. */
function temporaryAddresses(environment, tags) {
    return environment.moves
        .filter((move) => move.spareAddress === undefined)
        .map((move) => temporaryAddressFor(move.productionAddress, tags));
}
/** The seed article's swap, with its two unavoidable updates next to each other and everything else outside. */
function temporaryIpSteps(environment, journal, tags) {
    const temporary = temporaryAddresses(environment, tags);
    const { before, after } = placementsOf(journal);
    const moves = planMoves({
        current: before,
        wanted: after,
        productionAddressIds: journal.moves.map(({ productionAddressId }) => productionAddressId),
        spareAddressIds: journal.moves.map(({ standIn }) => standIn.id),
    });
    const loadBalancers = sidesOf(environment);
    return {
        steps: [
            ...(temporary.length === 0 ? [] : [createStep(temporary)]),
            ...moves.map((move) => assignStep(loadBalancers[move.side], move, before[move.side])),
            confirmProduction(loadBalancers, after, 'target'),
        ],
        cleanUp: temporary.length === 0 ? [] : [deleteStep(temporary.map(({ id }) => id))],
    };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/address-settings.js

/** DNS label, DDoS protection and IP tags belong to the address, and go with it to the other load balancer. */
function findAddressSettings({ environment }) {
    const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
    return moves.flatMap((move) => [
        ...dnsName(move.productionAddress, targetLoadBalancer.name),
        ...dnsName(move.targetAddress, productionLoadBalancer.name),
        ...ddosProtection(move),
        ...ipTags(move),
    ]);
}
function dnsName(address, nextLoadBalancer) {
    const fqdn = settingsOf(address).dnsSettings?.fqdn;
    return fqdn === undefined
        ? []
        : [
            (0,finding/* hazard */.vl)(`The DNS name ${fqdn} stays with "${address.name}": after the swap it leads to ${nextLoadBalancer}.`),
        ];
}
function ddosProtection({ productionAddress, targetAddress }) {
    const modes = [productionAddress, targetAddress].map((address) => settingsOf(address).ddosSettings?.protectionMode ?? 'VirtualNetworkInherited');
    return modes[0] === modes[1]
        ? []
        : [
            (0,finding/* hazard */.vl)(`DDoS protection of "${productionAddress.name}" is ${modes[0]}, of "${targetAddress.name}" ${modes[1]}: ` +
                'the mode stays with the address, so the two environments change their protection.'),
        ];
}
function ipTags({ productionAddress, targetAddress }) {
    const [production, target] = [tagsOf(productionAddress), tagsOf(targetAddress)];
    return production === target
        ? []
        : [
            (0,finding/* hazard */.vl)(`"${productionAddress.name}" has ${production}, "${targetAddress.name}" has ${target}: ` +
                'whether ARM lets addresses of different routing change places is not known. If it refuses, the swap is undone.'),
        ];
}
function tagsOf(address) {
    const tags = (settingsOf(address).ipTags ?? []).map(({ ipTagType, tag }) => `${ipTagType}=${tag}`);
    return tags.length === 0 ? 'no IP tags' : `the IP tags ${tags.toSorted().join(', ')}`;
}
function settingsOf(address) {
    return address.properties;
}

;// CONCATENATED MODULE: ./lib/azure/network/rule-health.js

/** Nobody has recorded how long it takes; a swap shall not wait longer to learn of it. */
const LONGEST_HEALTH_MS = 120_000;
/** The action that `readRuleHealth` needs. */
const READ_RULE_HEALTH = 'Microsoft.Network/loadBalancers/loadBalancingRules/health/action';
/** The instance fails its health probe, and gets connections only because all the others fail too. */
const UP_BECAUSE_ALL_ARE_DOWN = 'Up_Probe_AllDownIsUp';
/**
 * LoadBalancerLoadBalancingRules_Health, Microsoft.Network api-version 2026-01-01: a POST with a long-running operation
 * that changes nothing. Standard load balancers only.
 *
 * @returns undefined where the answer says nothing about instances.
 * @throws ArmError when refused; ArmOperationError; UncertainWriteError when no answer came; ArmOperationTimeoutError.
 */
async function readRuleHealth(arm, ruleId, signal) {
    const answer = (await arm.write({
        method: 'POST',
        path: `${ruleId}/health`,
        apiVersion: network_api/* NETWORK_API_VERSION */.N,
        pace: 'as-told',
        timeoutMs: LONGEST_HEALTH_MS,
    }, signal));
    const instances = answer?.loadBalancerBackendAddresses ?? [];
    if (instances.length > 0) {
        const healthy = instances.filter(passesProbe).length;
        return { healthy, others: instances.length - healthy };
    }
    return answer?.up === undefined ? undefined : { healthy: answer.up, others: answer.down ?? 0 };
}
function passesProbe({ state, reason }) {
    return state?.toLowerCase() === 'up' && reason !== UP_BECAUSE_ALL_ARE_DOWN;
}

// EXTERNAL MODULE: ./lib/strategies/preflight/arm-reads.js
var arm_reads = __webpack_require__(6235);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/port-ranges.js
const ALL_PORTS = { first: 0, last: 65_535 };
/** The same ports in ascending order, without overlap; ranges that touch become one. */
function mergeRanges(ranges) {
    const merged = [];
    for (const range of ranges.toSorted((left, right) => left.first - right.first)) {
        const previous = merged.at(-1);
        if (previous !== undefined && range.first <= previous.last + 1) {
            merged.splice(-1, 1, { first: previous.first, last: Math.max(previous.last, range.last) });
        }
        else {
            merged.push(range);
        }
    }
    return merged;
}
/** The ports of `ranges` that are not in `taken`, merged. */
function subtractRanges(ranges, taken) {
    return taken.reduce((left, hole) => left.flatMap((range) => [
        { first: range.first, last: Math.min(range.last, hole.first - 1) },
        { first: Math.max(range.first, hole.last + 1), last: range.last },
    ].filter(({ first, last }) => first <= last)), mergeRanges(ranges));
}
/** `443`, or `8443-8500`. */
function formatRange({ first, last }) {
    return first === last ? `${first}` : `${first}-${last}`;
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/served-ports.js


function servedPorts(loadBalancer, frontend) {
    const { inboundNatRules = [], inboundNatPools = [] } = loadBalancer.properties;
    return [
        ...balancingRules(loadBalancer, frontend).map((rule) => ({
            protocol: rule.properties.protocol,
            range: balancedPorts(rule),
        })),
        ...onFrontend(inboundNatRules, frontend).flatMap(natRulePorts),
        ...onFrontend(inboundNatPools, frontend).map(({ properties }) => ({
            protocol: properties.protocol,
            range: { first: properties.frontendPortRangeStart, last: properties.frontendPortRangeEnd },
        })),
    ];
}
function balancingRules(loadBalancer, frontend) {
    return onFrontend(loadBalancer.properties.loadBalancingRules ?? [], frontend);
}
/** Port 0 with protocol All is an HA ports rule: every port. */
function balancedPorts({ properties }) {
    const { protocol, frontendPort } = properties;
    return protocol === 'All' && frontendPort === 0 ? ALL_PORTS : { first: frontendPort, last: frontendPort };
}
/** A rule for one instance has a port, a rule for a pool a range of them. */
function natRulePorts({ properties }) {
    const { protocol, frontendPort, frontendPortRangeStart, frontendPortRangeEnd } = properties;
    if (frontendPortRangeStart && frontendPortRangeEnd) {
        return [{ protocol, range: { first: frontendPortRangeStart, last: frontendPortRangeEnd } }];
    }
    return frontendPort === undefined ? [] : [{ protocol, range: { first: frontendPort, last: frontendPort } }];
}
/** Those of a load balancer's rules or pools that belong to one frontend. */
function onFrontend(items, frontend) {
    return items.filter(({ properties }) => (0,resource_id/* sameId */.s)(properties.frontendIPConfiguration?.id, frontend.id));
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/rule-parity.js



/** Whatever answers on a production address today must answer there tomorrow. */
function checkRuleParity({ environment }) {
    const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
    return moves.flatMap(({ productionAddress, productionFrontend, targetFrontend }) => {
        const missing = missingPorts(servedPorts(productionLoadBalancer, productionFrontend), servedPorts(targetLoadBalancer, targetFrontend));
        return missing.length === 0
            ? []
            : [
                (0,finding/* refusal */.x5)(`Frontend "${targetFrontend.name}" of ${targetLoadBalancer.name} does not serve ${missing.join(', ')}, ` +
                    `which "${productionAddress.name}" serves today from ${productionLoadBalancer.name}: they would go dead. ` +
                    'Give the target frontend load-balancing or inbound NAT rules for them, or remove those of production.'),
            ];
    });
}
/** What of `wanted` is not in `served`, as `Tcp 443` or `Udp 8443-8500`. */
function missingPorts(wanted, served) {
    return ['Tcp', 'Udp'].flatMap((protocol) => mergeRanges(subtractRanges(portsOf(wanted, protocol), portsOf(served, protocol))).map((range) => `${protocol} ${formatRange(range)}`));
}
function portsOf(served, protocol) {
    return served
        .filter((each) => each.protocol === protocol || each.protocol === 'All')
        .map(({ range }) => range);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/capacity.js






/**
 * Healthy instances behind each production port, now and after the swap. Port by port, for the sum over a load balancer
 * would hide a service that is down behind others that are up.
 */
async function checkCapacity(swap, arm, signal) {
    if (swap.environment.targetLoadBalancer.sku?.name !== 'Standard') {
        return [
            (0,finding/* unchecked */.VJ)('Healthy instances were not compared: ARM counts them for Standard load balancers only.'),
        ];
    }
    const pairs = pairsOf(swap);
    if (pairs.length === 0) {
        return [
            (0,finding/* unchecked */.VJ)('Healthy instances were not compared: ARM counts them by load-balancing rule, and no port of production has one on both sides.'),
        ];
    }
    const ids = (0,azure_scopes/* distinctScopes */.uA)(pairs.flatMap(({ production, target }) => [production.id, target.id]));
    const { read, unread } = await (0,arm_reads/* readScopes */.Q)(ids, (id) => readRuleHealth(arm, id, signal));
    const health = new Map(read.map(({ scope, value }) => [scope.toLowerCase(), value]));
    const silent = read
        .filter(({ value }) => value === undefined)
        .map(({ scope }) => ({ scope, cause: 'the answer counts no instances' }));
    return [
        ...compare(swap, pairs, (rule) => health.get(rule.id.toLowerCase())),
        ...(0,arm_reads/* notChecked */.l)('Healthy instances', READ_RULE_HEALTH, [...unread, ...silent]),
    ];
}
function pairsOf({ environment }) {
    const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
    return moves.flatMap(({ productionFrontend, targetFrontend }) => {
        const candidates = balancingRules(targetLoadBalancer, targetFrontend);
        return balancingRules(productionLoadBalancer, productionFrontend).flatMap((production) => {
            const target = candidates.find((candidate) => serves(candidate, production));
            return target === undefined ? [] : [{ production, target }];
        });
    });
}
function serves(candidate, rule) {
    const served = (each) => [
        { protocol: each.properties.protocol, range: balancedPorts(each) },
    ];
    return missingPorts(served(rule), served(candidate)).length === 0;
}
function compare({ goal, environment }, pairs, healthOf) {
    const compared = pairs.flatMap((pair) => {
        const now = healthOf(pair.production);
        const then = healthOf(pair.target);
        return now === undefined || then === undefined ? [] : [{ ...pair, now, then }];
    });
    const nothingHealthy = compared.length > 0 && compared.every(({ then }) => then.healthy === 0);
    return compared.flatMap((pair) => {
        if (pair.then.healthy === 0 && (nothingHealthy || pair.now.healthy > 0)) {
            return [dead(pair, environment.targetLoadBalancer.name)];
        }
        return pair.then.healthy < pair.now.healthy ? [smaller(pair, goal.allowSmallerTarget)] : [];
    });
}
function dead({ target, then }, targetName) {
    const pool = then.others === 0 ? 'its pool is empty' : `${then.others} in its pool are not`;
    return (0,finding/* refusal */.x5)(`No instance behind rule "${target.name}" of the target ${targetName} is healthy (${pool}): ` +
        `production would be down on ${portOf(target)}. Bring the target up, and run again.`);
}
function smaller({ production, target, now, then }, allowed) {
    const fact = `${then.healthy} healthy instances stand behind the target's rule "${target.name}", ${now.healthy} behind production's ` +
        `"${production.name}" (${portOf(production)})`;
    return allowed
        ? (0,finding/* hazard */.vl)(`${fact}: production gets smaller.`)
        : (0,finding/* refusal */.x5)(`${fact}. Scale the target up, or set allow-smaller-target to true if that is enough for production.`);
}
function portOf({ properties }) {
    return properties.protocol === 'All' ? 'all ports' : `${properties.protocol} ${properties.frontendPort}`;
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/declared-state.js

/** In a summary that somebody reads in a repository of their own: a path would lead nowhere. */
const GUIDE = 'https://github.com/azure-rollout/azure-rollout/blob/main/docs/infrastructure-as-code.md';
/** A template that names the addresses of the load balancers is out of date after the swap, and ARM does not know of it. */
function findDeclaredState({ environment }) {
    const { productionLoadBalancer, targetLoadBalancer } = environment;
    return [
        (0,finding/* hazard */.vl)(`If Terraform or Bicep declares the addresses of ${productionLoadBalancer.name} and ${targetLoadBalancer.name}, ` +
            'its next apply tries to swap them back. ARM normally refuses that (PublicIPAddressInUse), so applies fail until ' +
            `the code has the new assignment; production moves only where the other side gives its address up first. See ${GUIDE}`),
    ];
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/direct-server-return.js


/**
 * With `enableFloatingIP` the instance gets packets addressed to the frontend's own address, and answers only if that
 * address is configured inside its operating system, where ARM cannot look. Instances behind the target that know only the
 * target's address would leave production silent, so that is refused; on the losing side it can cost only staging.
 */
function checkDirectServerReturn({ environment }) {
    const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
    return moves.flatMap(({ productionAddress, productionFrontend, targetAddress, targetFrontend }) => [
        ...balancingRules(targetLoadBalancer, targetFrontend)
            .filter(({ properties }) => properties.enableFloatingIP === true)
            .map(({ name }) => (0,finding/* refusal */.x5)(`The load-balancing rule "${name}" of ${targetLoadBalancer.name} has enableFloatingIP: instances answer only to ` +
            `an address configured on themselves, and whether "${productionAddress.name}" is cannot be seen from outside. ` +
            'Turn enableFloatingIP off for the rule.')),
        ...balancingRules(productionLoadBalancer, productionFrontend)
            .filter(({ properties }) => properties.enableFloatingIP === true)
            .map(({ name }) => (0,finding/* hazard */.vl)(`The load-balancing rule "${name}" of ${productionLoadBalancer.name} has enableFloatingIP: after the swap its ` +
            `instances answer at "${targetAddress.name}" only if that address is configured on them.`)),
    ]);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/dynamic-addresses.js

/**
 * A dynamic address exists only while something holds it: between the two frontends nothing does, and Azure may give out
 * another one.
 */
function checkDynamicAddresses({ goal, environment }) {
    return environment.moves.flatMap(({ productionAddress, targetAddress }) => [
        ...(isDynamic(productionAddress)
            ? [production(productionAddress.name, productionAddress.properties.ipAddress, goal.allowAddressChange)]
            : []),
        ...(isDynamic(targetAddress)
            ? [
                (0,finding/* hazard */.vl)(`The target's address "${targetAddress.name}" is dynamic: it may be another one than ` +
                    `${targetAddress.properties.ipAddress ?? 'now'} after the swap.`),
            ]
            : []),
    ]);
}
function production(name, address, allowed) {
    const fact = `The production address "${name}" (${address ?? 'not yet given out'}) is dynamic: ` +
        'Azure may release it while it moves, and production would come back at another address.';
    return allowed
        ? (0,finding/* hazard */.vl)(fact)
        : (0,finding/* refusal */.x5)(`${fact} Set publicIPAllocationMethod to Static, or allow-address-change to true if only its DNS name is used.`);
}
/** ARM's default is Dynamic. */
function isDynamic(address) {
    return address.properties.publicIPAllocationMethod !== 'Static';
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/gateway-load-balancers.js


/** A chained gateway load balancer inspects the traffic of a frontend, and stays with the frontend. */
function findGatewayLoadBalancers({ environment }) {
    return environment.moves
        .filter(({ productionFrontend, targetFrontend }) => gatewayId(productionFrontend) !== gatewayId(targetFrontend) &&
        !(0,resource_id/* sameId */.s)(gatewayId(productionFrontend), gatewayId(targetFrontend)))
        .map(({ productionAddress, productionFrontend, targetFrontend }) => (0,finding/* hazard */.vl)(`Traffic to "${productionAddress.name}" passes ${gateway_load_balancers_describe(productionFrontend)} now and ${gateway_load_balancers_describe(targetFrontend)} ` +
        'after the swap: the chain belongs to the frontend, not to the address.'));
}
function gatewayId({ properties }) {
    return properties.gatewayLoadBalancer?.id;
}
/** The chain refers to a frontend of the gateway load balancer: `.../loadBalancers/{name}/frontendIPConfigurations/{name}`. */
function gateway_load_balancers_describe(frontend) {
    const id = gatewayId(frontend);
    return id === undefined
        ? 'no gateway load balancer'
        : `gateway load balancer "${(0,resource_id/* nameOf */.Vb)(id.split('/').slice(0, 9).join('/'))}"`;
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/inbound-nat.js


/** Ports that lead to single instances, SSH among them, stay on their frontend, and so change their address. */
function findInboundNat({ environment }) {
    const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
    return moves.flatMap(({ productionAddress, productionFrontend, targetAddress, targetFrontend }) => [
        ...natAccess(productionLoadBalancer, productionFrontend, targetAddress.name),
        ...natAccess(targetLoadBalancer, targetFrontend, productionAddress.name),
    ]);
}
function natAccess({ name, properties }, frontend, nextAddress) {
    const pools = onFrontend(properties.inboundNatPools ?? [], frontend);
    const rules = onFrontend(properties.inboundNatRules ?? [], frontend);
    const subjects = [
        ...pools.map((pool) => `inbound NAT pool "${pool.name}"`),
        // Each instance of a pool has a rule of its own, named after the pool: naming all of them would hide the rest.
        ...rules
            .filter((rule) => !pools.some((pool) => rule.name.startsWith(`${pool.name}.`)))
            .map((rule) => `inbound NAT rule "${rule.name}"`),
    ];
    return subjects.length === 0
        ? []
        : [
            (0,finding/* hazard */.vl)(`Direct access to the instances behind ${name} (${subjects.join(', ')}) is at "${nextAddress}" after the swap.`),
        ];
}

// EXTERNAL MODULE: ./lib/azure/locks.js
var locks = __webpack_require__(819);
// EXTERNAL MODULE: ./lib/strategies/preflight/locks.js
var preflight_locks = __webpack_require__(989);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/proposed-swap.js
function participantsOf(swap) {
    return [...loadBalancersOf(swap), ...addressesOf(swap)];
}
function loadBalancersOf({ environment }) {
    const { productionLoadBalancer, targetLoadBalancer } = environment;
    return [productionLoadBalancer, targetLoadBalancer].map((resource) => ({
        label: `load balancer "${resource.name}"`,
        resource,
    }));
}
function addressesOf({ environment }) {
    const inRole = (role, resource) => ({
        label: `${role} address "${resource.name}"`,
        resource,
    });
    return environment.moves.flatMap(({ productionAddress, targetAddress, spareAddress }) => [
        inRole('production', productionAddress),
        inRole('target', targetAddress),
        ...(spareAddress === undefined ? [] : [inRole('spare', spareAddress)]),
    ]);
}
/** The addresses that the planned method creates before the window, and deletes after it. */
function createdAddressIds({ plannedMethod, temporaryIpIds }) {
    return plannedMethod === 'temporary-ip' ? temporaryIpIds : [];
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/locks.js





/**
 * Locks that stand in the way. `CanNotDelete` matters only where an address is created and has to be deleted again: writes
 * pass it.
 */
async function checkLocks(swap, arm, signal) {
    const groups = [
        ...participantsOf(swap).map(({ resource }) => (0,azure_scopes/* resourceGroupScope */.wZ)(resource.id)),
        ...createdIn(swap),
    ];
    const { locks, unchecked } = await (0,preflight_locks/* readLocks */.n)(groups, arm, signal);
    return [...locks.flatMap((lock) => obstacle(lock, swap)), ...unchecked];
}
function obstacle(lock, swap) {
    switch (lock.properties.level) {
        case 'ReadOnly':
            return (0,preflight_locks/* refuseReadOnly */.H)(lock, written(swap), 'swap');
        case 'CanNotDelete':
            return cannotDelete(lock, swap);
        case 'NotSpecified':
            return [];
    }
}
function written(swap) {
    return [
        ...participantsOf(swap).map(({ label, resource: { id } }) => ({ label, id })),
        ...createdAddressIds(swap).map((id) => ({ label: 'temporary address', id })),
    ];
}
function cannotDelete(lock, swap) {
    return createdIn(swap).some((group) => (0,locks/* holdsFor */.GY)(lock, group))
        ? [
            (0,finding/* refusal */.x5)(`The CanNotDelete lock "${lock.name}" on ${(0,locks/* scopeOf */.Od)(lock)} would keep the temporary address of the swap there for good. ` +
                'Name an existing free address in spare-public-ip: with it nothing is created, and nothing has to be deleted.'),
        ]
        : [];
}
/** The resource groups of the addresses to create. */
function createdIn(swap) {
    return createdAddressIds(swap).map(azure_scopes/* resourceGroupScope */.wZ);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/outbound-addresses.js



/**
 * Instances reach the outside from the address of the frontend: by an outbound rule, or by a load-balancing rule that does
 * not switch source NAT off. Firewalls elsewhere know them by it.
 */
function findOutboundAddresses({ environment }) {
    const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
    return moves.flatMap(({ productionAddress, productionFrontend, targetAddress, targetFrontend }) => [
        ...outbound(productionLoadBalancer, productionFrontend, targetAddress),
        ...outbound(targetLoadBalancer, targetFrontend, productionAddress),
    ]);
}
function outbound(loadBalancer, frontend, next) {
    const rules = [
        ...outboundRuleNames(loadBalancer, frontend).map((name) => `outbound rule "${name}"`),
        ...balancingRules(loadBalancer, frontend)
            .filter(translatesSource)
            .map(({ name }) => `source NAT of load-balancing rule "${name}"`),
    ];
    return rules.length === 0
        ? []
        : [
            (0,finding/* hazard */.vl)(`Connections that the instances behind ${loadBalancer.name} open themselves come from "${next.name}" ` +
                `(${next.properties.ipAddress ?? 'no address yet'}) after the swap, by ${rules.join(', ')}, unless a NAT gateway ` +
                'or addresses of their own carry them: whoever lets them in by address must know both.'),
        ];
}
function outboundRuleNames(loadBalancer, frontend) {
    return (loadBalancer.properties.outboundRules ?? [])
        .filter((rule) => {
        const { frontendIPConfigurations = [] } = rule.properties;
        return frontendIPConfigurations.some(({ id }) => (0,resource_id/* sameId */.s)(id, frontend.id));
    })
        .map(({ name }) => name);
}
function translatesSource(rule) {
    const { disableOutboundSnat } = rule.properties;
    return disableOutboundSnat !== true;
}

// EXTERNAL MODULE: ./lib/strategies/preflight/owners.js + 2 modules
var owners = __webpack_require__(2709);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/owners.js



const SWAP = { name: 'swap', resources: 'load balancers and addresses' };
/** A controller would move production back without warning. */
function checkControllers(swap) {
    return (0,owners/* refuseOwned */.mv)(participantsOf(swap), SWAP);
}
function checkResourceGroups(swap, arm, signal) {
    return (0,owners/* refuseManagedGroups */.Mg)(participantsOf(swap), SWAP, arm, signal);
}
function checkDeploymentStacks(swap, arm, signal) {
    const subscription = (0,azure_scopes/* subscriptionScope */.gx)(swap.goal.subscriptionId);
    return (0,owners/* refuseStacked */.E6)(participantsOf(swap), SWAP, subscription, arm, signal);
}

// EXTERNAL MODULE: ./lib/strategies/preflight/permissions.js
var permissions = __webpack_require__(373);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/needed-permissions.js


const LOAD_BALANCER = 'Microsoft.Network/loadBalancers';
const PUBLIC_IP = 'Microsoft.Network/publicIPAddresses';
/** ARM's own swap: its action is at the subscription, so a role at a resource group never grants it. */
const SWAP_ACTION = 'Microsoft.Network/locations/setLoadBalancerFrontendPublicIpAddresses/action';
/**
 * What the swap needs, for the plan to print and for a role definition to be written from. Assigning an address takes
 * `join/action` on it (else `LinkedAuthorizationFailed`). Lock and journal are tags of the production addresses, and tags
 * are written with the whole address. A native swap needs all that `temporary-ip` needs: failed half-way, it is undone
 * that way.
 */
function neededPermissions(swap) {
    const isProduction = (resource) => swap.environment.moves.some(({ productionAddress }) => productionAddress === resource);
    const existing = [
        ...loadBalancersOf(swap).map(({ resource }) => ({
            scope: resource.id,
            actions: [`${LOAD_BALANCER}/read`, `${LOAD_BALANCER}/write`],
        })),
        ...addressesOf(swap).map(({ resource }) => ({
            scope: resource.id,
            actions: ['read', ...(isProduction(resource) ? ['write'] : []), 'join/action'].map((action) => `${PUBLIC_IP}/${action}`),
        })),
    ];
    const temporary = (0,azure_scopes/* distinctScopes */.uA)(swap.temporaryIpIds.map(azure_scopes/* resourceGroupScope */.wZ)).map((scope) => ({
        scope,
        actions: ['read', 'write', 'delete', 'join/action'].map((action) => `${PUBLIC_IP}/${action}`),
    }));
    const native = swap.plannedMethod === 'native'
        ? [{ scope: (0,azure_scopes/* subscriptionScope */.gx)(swap.goal.subscriptionId), actions: [SWAP_ACTION] }]
        : [];
    return [...existing, ...temporary, ...native];
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/permissions.js



/** A swap that runs into 403 half-way cannot go on, and perhaps not go back either. */
async function checkPermissions(swap, arm, signal) {
    const { missing, unchecked } = await (0,permissions/* findMissing */.y)(neededPermissions(swap), arm, signal);
    const isForNative = ({ actions }) => swap.goal.swapMethod === 'auto' && actions.includes(SWAP_ACTION);
    return [
        ...(0,permissions/* refuseMissing */.j)(missing.filter((each) => !isForNative(each)), 'swap'),
        ...missing.filter(isForNative).map(refusedNative),
        ...unchecked,
    ];
}
function refusedNative({ scope }) {
    return (0,finding/* hazard */.vl)(`The identity lacks ${SWAP_ACTION} on ${scope}: ARM will refuse its own swap, and temporary-ip follows.`);
}

// EXTERNAL MODULE: ./lib/azure/regions.js
var regions = __webpack_require__(102);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/placement.js





/** One subscription, one region, one edge zone: ARM assigns an address only where the load balancer is. */
function checkPlacement(swap) {
    return [...checkSubscription(swap), ...checkRegion(swap), ...checkEdgeZone(swap)];
}
function checkSubscription(swap) {
    const { subscriptionId } = swap.goal;
    return participantsOf(swap)
        .filter(({ resource }) => !(0,azure_scopes/* isWithin */.UO)(resource.id, (0,azure_scopes/* subscriptionScope */.gx)(subscriptionId)))
        .map(({ label, resource }) => (0,finding/* refusal */.x5)(`The ${label} is in subscription ${resource.id.split('/')[2]}, and the swap runs in ${subscriptionId}: ` +
        'both load balancers and all addresses must be in the subscription that subscription-id names.'));
}
function checkRegion(swap) {
    const { name, location } = swap.environment.productionLoadBalancer;
    return participantsOf(swap)
        .filter(({ resource }) => (0,regions/* regionName */.g)(resource.location) !== (0,regions/* regionName */.g)(location))
        .map(({ label, resource }) => (0,finding/* refusal */.x5)(`The ${label} is in ${resource.location}, and the production load balancer "${name}" in ${location}: ` +
        'an address serves only in its own region. Name a load balancer and addresses of one region.'));
}
function checkEdgeZone(swap) {
    return swap.environment.moves.flatMap(({ productionAddress, targetAddress, spareAddress }) => [targetAddress, ...(spareAddress === undefined ? [] : [spareAddress])]
        .filter(({ extendedLocation }) => !sameEdgeZone(extendedLocation, productionAddress.extendedLocation))
        .map(({ name, extendedLocation }) => (0,finding/* refusal */.x5)(`The address "${name}" is in ${extendedLocation?.name ?? 'no edge zone'}, and the production address ` +
        `"${productionAddress.name}" in ${productionAddress.extendedLocation?.name ?? 'no edge zone'}: ` +
        'they must be in the same edge zone, or both in none.')));
}
function sameEdgeZone(left, right) {
    return left?.name === right?.name || (0,resource_id/* sameId */.s)(left?.name, right?.name);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/provisioning-states.js



/** A resource that is not `Succeeded` may be in the middle of somebody's change, or half-way through a failed one. */
function checkProvisioningStates(swap) {
    return participantsOf(swap).flatMap(({ label, resource }) => {
        const state = resource.properties.provisioningState ?? 'unknown';
        return state === 'Succeeded'
            ? []
            : [
                (0,finding/* refusal */.x5)(`The ${label} has the provisioning state ${state}, not Succeeded. ${remedy(state, isProduction(swap, resource))}`),
            ];
    });
}
function isProduction({ environment }, { id }) {
    return environment.moves.some(({ productionAddress }) => (0,resource_id/* sameId */.s)(productionAddress.id, id));
}
function remedy(state, isProductionAddress) {
    const rewrite = isProductionAddress
        ? '"command: recover" writes it once more'
        : 'update it once more, even without a change, so that ARM brings it to a known state';
    switch (state) {
        case 'Updating':
            return `Another change of it is under way: wait until that has ended, and run again. If it hangs, ${rewrite}.`;
        case 'Deleting':
            return 'It is being deleted.';
        default:
            return `Before the next run, ${rewrite}.`;
    }
}

;// CONCATENATED MODULE: ./lib/azure/network/usages.js


/** The action that `listNetworkUsages` needs. */
const READ_USAGES = 'Microsoft.Network/locations/usages/read';
/**
 * Usages_List, Microsoft.Network api-version 2026-01-01.
 *
 * @throws ArmError when refused.
 */
async function listNetworkUsages(arm, subscriptionId, location, signal) {
    const path = `${(0,azure_scopes/* subscriptionScope */.gx)(subscriptionId)}/providers/Microsoft.Network/locations/${location}/usages`;
    return (await arm.list(path, network_api/* NETWORK_API_VERSION */.N, signal));
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/public-ip-quota.js








/** Without room, ARM answers `PublicIPCountLimitReached` to the temporary address. */
async function checkPublicIpQuota(swap, arm, signal) {
    const created = createdAddressIds(swap);
    if (created.length === 0) {
        return [];
    }
    const { subscriptionId } = swap.goal;
    const location = (0,regions/* regionName */.g)(swap.environment.productionLoadBalancer.location);
    const { read, unread } = await (0,arm_reads/* readScopes */.Q)([(0,azure_scopes/* subscriptionScope */.gx)(subscriptionId)], () => listNetworkUsages(arm, subscriptionId, location, signal));
    const usages = read.flatMap(({ value }) => value);
    const fullFor = (count) => usages.filter((usage) => {
        const counted = countedBy(usage, swap, count);
        return counted > 0 && usage.currentValue + counted > usage.limit;
    });
    if (read.length > 0 && !usages.some((usage) => countedBy(usage, swap, created.length) > 0)) {
        return [(0,finding/* unchecked */.VJ)(`The public IP quota was not checked: ARM lists no counter of them for ${location}.`)];
    }
    if (fullFor(created.length).length === 0) {
        return (0,arm_reads/* notChecked */.l)('Public IP quotas', READ_USAGES, unread);
    }
    const count = await missingCount(created, arm, signal);
    const full = fullFor(count);
    return full.length === 0 ? [] : [noRoom(full, count, location)];
}
function noRoom(full, count, location) {
    const counts = full.map(({ name, currentValue, limit }) => `${name.value}: ${currentValue} of ${limit}`);
    return (0,finding/* refusal */.x5)(`There is no room for ${count} temporary address${count === 1 ? '' : 'es'} in ${location} ` +
        `(${counts.join(', ')} in use). Name an existing free address in spare-public-ip, delete one, or have the quota raised.`);
}
/** The left-over of an earlier run is used again and is in the count already. */
async function missingCount(ids, arm, signal) {
    const { read } = await (0,arm_reads/* readScopes */.Q)(ids, (id) => (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, id, signal));
    return ids.length - read.filter(({ value }) => value !== undefined).length;
}
/**
 * How many of `count` new addresses a counter will count. Names seen in Azure: all addresses, those of the Standard SKU
 * (of both IP versions, or of one), the static ones of Basic.
 */
function countedBy({ name }, { environment }, count) {
    const originals = environment.moves
        .filter(({ spareAddress }) => spareAddress === undefined)
        .map(({ productionAddress }) => productionAddress);
    const alike = (fits) => Math.min(count, originals.filter(fits).length);
    switch (name.value.toLowerCase()) {
        case 'publicipaddresses':
            return count;
        case 'standardskupublicipaddresses':
            return alike(isStandard);
        case 'ipv4standardskupublicipaddresses':
            return alike((address) => isStandard(address) && !isIpv6(address));
        case 'ipv6standardskupublicipaddresses':
            return alike((address) => isStandard(address) && isIpv6(address));
        case 'staticpublicipaddresses':
            return alike((address) => !isStandard(address) && !isDynamic(address));
        default:
            return 0;
    }
}
function isStandard({ sku }) {
    return sku?.name === 'Standard';
}
function isIpv6({ properties }) {
    return properties.publicIPAddressVersion === 'IPv6';
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/skus.js


/**
 * ARM answers `PublicIPAndLBSkuDoNotMatch` to a mixed assignment: in the middle of the swap, were it not refused here.
 * Each address passes through either load balancer, or stands in for one that does, so all must be alike.
 */
function checkSkus(swap) {
    const { productionLoadBalancer } = swap.environment;
    const expected = skuOf(productionLoadBalancer);
    const mixed = participantsOf(swap)
        .filter(({ resource }) => !sameSku(skuOf(resource), expected))
        .map(({ label, resource }) => (0,finding/* refusal */.x5)(`The ${label} has SKU ${skus_describe(skuOf(resource))}, and the production load balancer ` +
        `"${productionLoadBalancer.name}" ${skus_describe(expected)}: ARM refuses to mix them (PublicIPAndLBSkuDoNotMatch). ` +
        'Both load balancers and all addresses must have the same SKU and tier.'));
    return [...mixed, ...checkBasic(swap, expected)];
}
function checkBasic(swap, sku) {
    if (sku.name.toLowerCase() !== 'basic') {
        return [];
    }
    const creation = createdAddressIds(swap).length === 0
        ? ''
        : ' Azure has created no Basic public IP address since 2025-03-31: the temporary one may be refused; spare-public-ip names one that exists.';
    return [
        (0,finding/* hazard */.vl)(`The load balancers have the Basic SKU, which Azure retired on 2025-09-30: it is without support and guarantees.${creation}`),
    ];
}
/** A resource without a SKU was made before there were others. */
function skuOf(resource) {
    return { name: resource.sku?.name ?? 'Basic', tier: resource.sku?.tier ?? 'Regional' };
}
function sameSku(left, right) {
    return skus_describe(left).toLowerCase() === skus_describe(right).toLowerCase();
}
function skus_describe({ name, tier }) {
    return `${name}/${tier}`;
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/spare-addresses.js

/** Spares stand in for the production addresses: one for each, of the same IP version, and free. */
function checkSpareAddresses({ goal, environment }) {
    if (goal.sparePublicIpIds.length === 0) {
        return [];
    }
    return environment.moves.flatMap(({ productionAddress, spareAddress }) => spareAddress === undefined ? [missing(productionAddress)] : checkFree(spareAddress));
}
function missing({ name, properties }) {
    const version = properties.publicIPAddressVersion ?? 'IPv4';
    return (0,finding/* refusal */.x5)(`spare-public-ip names no ${version} address to stand in for the production address "${name}". ` +
        'Name one spare for each production address, or none, and temporary ones are created.');
}
function checkFree({ name, properties }) {
    const holder = properties.ipConfiguration?.id ?? properties.natGateway?.id;
    return holder === undefined
        ? []
        : [
            (0,finding/* refusal */.x5)(`The spare address "${name}" is not free: ${holder} holds it. Name a public IP address in spare-public-ip that nothing uses.`),
        ];
}

// EXTERNAL MODULE: ./lib/strategies/preflight/tag-room.js
var tag_room = __webpack_require__(3877);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/tag-room.js


/**
 * Lock and journal are tags of every production address. An address that has no room for them is found here, and not by ARM
 * when a second of several addresses is locked.
 */
function checkTagRoom(swap) {
    return swap.environment.moves.flatMap(({ productionAddress }) => (0,tag_room/* refuseFullTags */.ZY)({
        label: `production address "${productionAddress.name}"`,
        kind: 'address',
        tags: productionAddress.tags,
        fullRecord: fullRecord(swap, productionAddress),
    }));
}
/** The most that there is at one time: a rollback under way that leaves no record, and what was done before it. */
function fullRecord({ environment, goal, plannedMethod }, { id }) {
    const record = { release: 'rollback', leavesRecord: false };
    const journal = swapJournalOf(environment, record, goal.productionPublicIpIds);
    const common = { strategy: 'vip-swap', method: plannedMethod, run: tag_room/* LONGEST_RUN */.TK };
    return {
        lock: {
            id: tag_room/* ANY_LOCK_ID */.HM,
            owner: tag_room/* LONGEST_RUN */.TK,
            purpose: `vip-swap to ${environment.targetLoadBalancer.name}`,
            expiresAtEpochMs: 0,
        },
        journal: {
            ...common,
            lockId: tag_room/* ANY_LOCK_ID */.HM,
            startedAtEpochMs: 0,
            direction: 'finish',
            entries: swapEntries(journal),
        },
        last: {
            ...common,
            kind: 'rollback',
            finishedAtEpochMs: 0,
            previousTarget: previousTargetOf(journal, id),
            target: targetOf(journal, id),
            companions: companionsOf(journal, id),
            downtime: { seconds: 86_400, source: 'control-plane' },
        },
    };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/target-answers.js


/** The target must serve before production is moved to it: nothing else proves the new version. */
async function checkTargetAnswers({ goal, environment }, checkTarget) {
    if (goal.targetCheck.kind === 'off') {
        return [];
    }
    const answer = await checkTarget().catch((error) => {
        if (error instanceof refused_error/* RefusedError */.f) {
            return error;
        }
        throw error;
    });
    // A target that cannot be asked at all is one problem among those that are told together.
    if (answer instanceof refused_error/* RefusedError */.f) {
        return [(0,finding/* refusal */.x5)(answer.message)];
    }
    switch (answer.kind) {
        case 'answered':
            return [];
        case 'failed':
            return [
                (0,finding/* refusal */.x5)(`The target ${environment.targetLoadBalancer.name} does not answer its health check at ${answer.url}: ` +
                    `${answer.cause}. Bring it up, or name the URL by which it can be asked in target-check.`),
            ];
        case 'not-checked':
            return [(0,finding/* unchecked */.VJ)(`Whether the target answers was not checked: ${answer.reason}.`)];
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/zones.js

/**
 * The zones of a public frontend are those of its address, so they change with it. No recorded answer of ARM says whether
 * it lets a zonal and a zone-redundant address change places.
 */
function checkZones({ environment }) {
    return environment.moves.flatMap(({ productionAddress, targetAddress, spareAddress }) => [targetAddress, ...(spareAddress === undefined ? [] : [spareAddress])]
        .filter((address) => zonesOf(address) !== zonesOf(productionAddress))
        .map((address) => (0,finding/* hazard */.vl)(`The address "${address.name}" is in ${zonesOf(address)}, the production address "${productionAddress.name}" ` +
        `in ${zonesOf(productionAddress)}: zones go with the address to the other load balancer, and it is not known ` +
        'whether ARM allows that. If it refuses, the swap is undone.')));
}
function zonesOf({ zones = [] }) {
    return zones.length === 0 ? 'no zone' : `zone ${zones.toSorted().join(', ')}`;
}

// EXTERNAL MODULE: ./lib/azure/permissions.js
var azure_permissions = __webpack_require__(5875);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/native-obstacles.js







/**
 * Why ARM's own swap cannot be used here; empty where it can. These are the documented limits of
 * LoadBalancers_SwapPublicIpAddresses (the page on swapping cloud services): exactly one frontend and one public IP address
 * on each load balancer, and one allocation method. Region and subscription stand in its URL.
 */
function nativeObstacles(environment) {
    const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
    return [
        ...(moves.some(({ spareAddress }) => spareAddress !== undefined)
            ? ['a spare address is given, and taking a swap of ARM back half-way needs one that is created']
            : []),
        ...(moves.length === 1 ? [] : [`${moves.length} addresses move together, and ARM's swap takes one pair`]),
        ...[productionLoadBalancer, targetLoadBalancer].flatMap(frontendObstacle),
        ...allocationObstacles(environment),
        ...(sameBoundary(productionLoadBalancer, targetLoadBalancer)
            ? []
            : [
                `${productionLoadBalancer.name} and ${targetLoadBalancer.name} are not in one subscription and one region`,
            ]),
    ];
}
/**
 * Whether the identity may call ARM's own swap. It takes a role at the subscription, which an identity of least privilege
 * does not have: `auto` must not fail for it. Empty, too, where permissions may not be read: ARM itself will say.
 */
async function nativePermissionObstacles(arm, subscriptionId, signal) {
    const { read } = await (0,arm_reads/* readScopes */.Q)([(0,azure_scopes/* subscriptionScope */.gx)(subscriptionId)], (scope) => (0,azure_permissions/* listPermissions */.zA)(arm, scope, signal));
    return read
        .filter(({ value }) => !(0,azure_permissions/* allows */.NB)(value, SWAP_ACTION))
        .map(({ scope }) => `the identity lacks ${SWAP_ACTION} on ${scope}`);
}
function frontendObstacle(loadBalancer) {
    const frontends = (0,load_balancers/* frontendsOf */.df)(loadBalancer);
    const onlyPublic = frontends.length === 1 && frontends[0]?.properties.publicIPAddress !== undefined;
    return onlyPublic
        ? []
        : [
            `${loadBalancer.name} has the frontends ${frontends.map(({ name }) => name).join(', ')}, ` +
                "and ARM's swap takes load balancers with exactly one frontend, a public one",
        ];
}
function allocationObstacles({ moves }) {
    return moves
        .filter(({ productionAddress, targetAddress }) => isDynamic(productionAddress) !== isDynamic(targetAddress))
        .map(({ productionAddress, targetAddress }) => {
        const [dynamic, fixed] = isDynamic(productionAddress)
            ? [productionAddress, targetAddress]
            : [targetAddress, productionAddress];
        return `${dynamic.name} is dynamic and ${fixed.name} static, and ARM's swap takes one allocation method`;
    });
}
function sameBoundary(left, right) {
    const boundary = ({ id, location }) => `${id.split('/')[2]} ${(0,regions/* regionName */.g)(location)}`.toLowerCase();
    return boundary(left) === boundary(right);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/preflight/index.js






















/** What the environment alone shows, told in this order. */
const CHECKS_OF_THE_ENVIRONMENT = [
    checkPlacement,
    checkSkus,
    checkProvisioningStates,
    checkControllers,
    checkSpareAddresses,
    checkTagRoom,
    checkDynamicAddresses,
    checkRuleParity,
    checkDirectServerReturn,
    checkZones,
    findOutboundAddresses,
    findInboundNat,
    findAddressSettings,
    findGatewayLoadBalancers,
    findDeclaredState,
];
/** What has to be asked of ARM. */
const CHECKS_OF_ARM = [
    checkPermissions,
    checkLocks,
    checkResourceGroups,
    checkDeploymentStacks,
    checkPublicIpQuota,
    checkCapacity,
];
/**
 * All checks of a swap, before its first write: everything they find, not the first problem only. No write is sent; health
 * is read by POST, which changes nothing.
 *
 * @throws when cancelled, or when signing in fails. What ARM does not let us read is an `unchecked` finding.
 */
async function runPreflight(preflight) {
    const { arm, signal, checkTarget, ...swap } = preflight;
    const fromArm = await Promise.all([
        ...CHECKS_OF_ARM.map((check) => check(swap, arm, signal)),
        checkTargetAnswers(swap, checkTarget),
    ]);
    return [...CHECKS_OF_THE_ENVIRONMENT.flatMap((check) => check(swap)), ...fromArm.flat()];
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/findings.js





/** A missing permission is an obstacle only to `auto`: who asks for `native` by name is told what is missing. */
async function obstaclesOfNative({ context, options, environment }) {
    const obstacles = nativeObstacles(environment);
    const { subscriptionId, swapMethod } = options.goal;
    return obstacles.length === 0 && swapMethod === 'auto'
        ? nativePermissionObstacles(context.arm, subscriptionId, context.signal)
        : obstacles;
}
/** Everything that stands against swapping by the chosen method, or has to be known before. */
async function preflight({ context, options, environment }, chosen, signal) {
    const findings = await runPreflight({
        arm: context.arm,
        signal,
        goal: options.goal,
        environment,
        plannedMethod: chosen.method,
        temporaryIpIds: temporaryAddresses(environment, options.goal.temporaryIpTags).map((each) => each.id),
        checkTarget: () => checkTarget(environment, options.goal.targetCheck, options.probe),
    });
    const obstacles = chosen.obstacles.map((obstacle) => ({ kind: 'refusal', message: `swap-method native: ${obstacle}` }));
    return [...obstacles, ...findings];
}
/** Production has to be well before anything is changed: an outage cannot be told from what was broken already. */
async function baseline({ context }, watch) {
    try {
        await watch.answersAtAll({ signal: context.signal, clock: context.clock });
        return [];
    }
    catch (error) {
        if (error instanceof prober/* NoGoodAnswersError */.s$) {
            return [
                { kind: 'refusal', message: `${error.message} To swap all the same, unmeasured, set probe: off.` },
            ];
        }
        throw error;
    }
}
function refusalsOf(findings) {
    return (0,finding/* messagesOf */.cr)(findings, 'refusal');
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/methods/method.js
/**
 * `auto` takes the method with the shorter outage that can be used.
 *
 * @param obstacles why ARM's own swap cannot be used; empty where it can.
 */
function chooseMethod(choice, obstacles) {
    switch (choice) {
        case 'temporary-ip':
            return { method: 'temporary-ip', reason: 'asked for by swap-method', obstacles: [] };
        case 'native':
            return { method: 'native', reason: 'asked for by swap-method', obstacles };
        case 'auto':
            return obstacles.length === 0
                ? {
                    method: 'native',
                    reason: "ARM's documented limits of its own swap hold, and it is one operation instead of two. It has never been " +
                        'recorded on load balancers of scale sets or virtual machines: if ARM refuses it, temporary-ip follows',
                    obstacles: [],
                }
                : {
                    method: 'temporary-ip',
                    reason: `ARM's own swap cannot be used: ${obstacles.join('; ')}`,
                    obstacles: [],
                };
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/methods/expected-downtime.js
/**
 * Seconds of one PUT of a load balancer, from public recordings of ARM traffic (2016 to 2023). Its end lies between two
 * polls; the middle of the bounds is taken. With backends: n = 179, p50 in 20..31, p90 in 56..73. Without: at most 1.
 */
const LOAD_BALANCER_PUT = {
    withBackends: { median: 25.5, p90: 64.5 },
    withoutBackends: { median: 1, p90: 1 },
};
/**
 * Two updates after one another: the one that takes the address away and the one that gives it back. A sum of medians or
 * percentiles is near that of the sum: seldom are both updates slow.
 */
function expectedOfTwoUpdates(first, second) {
    const [opening, closing] = [durationOf(first), durationOf(second)];
    return {
        medianSeconds: opening.median + closing.median,
        p90Seconds: opening.p90 + closing.p90,
        basis: 'two load balancer updates, by recorded durations of ARM (2016 to 2023); no recording shows when the data plane ' +
            'itself moves, which may be earlier or later',
    };
}
const expectedOfNativeSwap = {
    medianSeconds: null,
    p90Seconds: null,
    atLeastSeconds: 10,
    basis: 'documented as "10 seconds or more" for cloud services; never recorded on load balancers of virtual machines or scale sets',
};
/** Seconds that an update of the load balancer lasts, by the median of the recorded ones. */
function expectedOfUpdate(loadBalancer) {
    return durationOf(loadBalancer).median;
}
function durationOf(loadBalancer) {
    return hasBackends(loadBalancer) ? LOAD_BALANCER_PUT.withBackends : LOAD_BALANCER_PUT.withoutBackends;
}
function hasBackends(loadBalancer) {
    return (loadBalancer.properties.backendAddressPools ?? []).some((pool) => (pool.properties?.backendIPConfigurations ?? []).length > 0 ||
        (pool.properties?.loadBalancerBackendAddresses ?? []).length > 0);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/methods/native.js






/** ARM's own swap of two load balancers' addresses, in one operation. `move` is the only one: native takes no pairs. */
function nativeSteps(environment, move, journal, goal) {
    const { after } = placementsOf(journal);
    return [swapStep(environment, move, goal), confirmProduction(sidesOf(environment), after, 'target')];
}
function swapStep(environment, move, { subscriptionId, temporaryIpTags }) {
    const { productionLoadBalancer, targetLoadBalancer } = environment;
    const production = {
        loadBalancerId: productionLoadBalancer.id,
        frontend: move.productionFrontend.name,
        frontendId: move.productionFrontend.id,
        publicIpAddressId: move.productionAddress.id,
    };
    const target = {
        loadBalancerId: targetLoadBalancer.id,
        frontend: move.targetFrontend.name,
        frontendId: move.targetFrontend.id,
        publicIpAddressId: move.targetAddress.id,
    };
    const location = targetLoadBalancer.location;
    return {
        id: 'swap-addresses',
        kind: 'swap-addresses',
        title: `Let ARM swap the addresses of ${productionLoadBalancer.name} and ${targetLoadBalancer.name}`,
        location,
        subscriptionId,
        production,
        target,
        temporaryAddress: temporaryAddressFor(move.productionAddress, temporaryIpTags),
        changes: [
            { ...changeOf(production), to: target.publicIpAddressId },
            { ...changeOf(target), to: production.publicIpAddressId },
        ],
        calls: [{ method: 'POST', target: swapPath(subscriptionId, location), apiVersion: network_api/* NETWORK_API_VERSION */.N }],
        verifiedBy: "ARM's operation, and a fresh read of both load balancers",
        undoneBy: 'moving what has changed back over a temporary address',
        timeoutMs: LONGEST_UPDATE_MS,
        window: 'opens-and-closes',
    };
}
function changeOf(side) {
    return {
        resource: side.loadBalancerId,
        field: `frontendIPConfigurations/${side.frontend}.publicIPAddress.id`,
        from: side.publicIpAddressId,
    };
}
/** LoadBalancers_SwapPublicIpAddresses, Microsoft.Network api-version 2020-11-01 and later. */
function swapPath(subscriptionId, location) {
    return `/subscriptions/${subscriptionId}/providers/Microsoft.Network/locations/${location}/setLoadBalancerFrontendPublicIpAddresses`;
}

// EXTERNAL MODULE: ./lib/record/last-run.js
var last_run = __webpack_require__(5117);
// EXTERNAL MODULE: ./lib/strategies/tag-change.js
var tag_change = __webpack_require__(8142);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/record/record-steps.js




const FORMER = 'the release before';
/** Like the creation of an address, which no recording shows to take longer than 130 s. */
const record_steps_LONGEST_MS = 180_000;
function takeLockStep(journal, method) {
    const ids = addressIds(journal);
    return {
        id: 'take-lock',
        kind: 'take-lock',
        title: `Lock ${ids.map(resource_id/* nameOf */.Vb).join(' and ')}, and write down in its tags what is to be done`,
        method,
        journal,
        timeoutMs: record_steps_LONGEST_MS,
        changes: ids.flatMap((id) => [
            (0,tag_change/* tagChange */.r)(id, 'lock', null, 'this run'),
            (0,tag_change/* tagChange */.r)(id, 'journal', null, 'where production comes from and goes to'),
        ]),
        calls: ids.map(call),
        verifiedBy: 'the ETag under which the tags are written: of two runs one gets through',
        undoneBy: 'removing the tags, once production is seen to be as it was',
    };
}
/** @param addresses the production addresses with their tags: a release before this one may have left its tag there. */
function writeRecordStep(journal, method, last, addresses) {
    const ids = addressIds(journal);
    const stayed = last.kind === 'removed' ? (journal.stayed ?? []) : [];
    const former = (id) => addresses.some((address) => (0,resource_id/* sameId */.s)(address.id, id) && (0,last_run/* hasLast */.XK)(address.tags ?? {})) ? FORMER : null;
    const lastChange = (id) => {
        switch (last.kind) {
            case 'written':
                return [(0,tag_change/* tagChange */.r)(id, 'last', former(id), 'what was done')];
            case 'removed':
                return [(0,tag_change/* tagChange */.r)(id, 'last', FORMER, null)];
            case 'undone':
                return [];
        }
    };
    return {
        id: 'write-record',
        kind: 'write-record',
        title: `Unlock ${ids.map(resource_id/* nameOf */.Vb).join(' and ')}${last.kind === 'written' ? ', and leave in its tags what was done' : ''}`,
        method,
        journal,
        last,
        timeoutMs: record_steps_LONGEST_MS,
        changes: ids
            .flatMap((id) => [
            (0,tag_change/* tagChange */.r)(id, 'lock', 'this run', null),
            (0,tag_change/* tagChange */.r)(id, 'journal', 'where production comes from and goes to', null),
            ...lastChange(id),
        ])
            .concat(stayed.flatMap(lastChange)),
        calls: [...ids, ...stayed].map(call),
        verifiedBy: 'a fresh read of the tags',
        undoneBy: 'nothing: what it says is so',
        cleanUp: true,
    };
}
function addressIds({ moves }) {
    return moves.map(({ productionAddressId }) => productionAddressId);
}
function call(target) {
    return { method: 'PUT', target, apiVersion: network_api/* NETWORK_API_VERSION */.N };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/plan.js





/** The plan of a swap: plain data, made from what was asked for, what is there, and what the checks found. */
function planSwap(environment, goal, { method, reason }, findings, record) {
    const journal = swapJournalOf(environment, record, goal.productionPublicIpIds);
    const messages = (kind) => findings.filter((finding) => finding.kind === kind).map((finding) => finding.message);
    return {
        strategy: 'vip-swap',
        method,
        methodReason: reason,
        goal: `${environment.moves.map(describeAddress).join(' and ')} shall serve from ${environment.targetLoadBalancer.name}`,
        steps: stepsOf(environment, goal, method, journal),
        expectedDowntime: expectedDowntime(environment, method),
        hazards: messages('hazard'),
        unchecked: [...messages('unchecked'), ...unprobed(environment.moves)],
    };
}
function stepsOf(environment, goal, method, journal) {
    const [move] = environment.moves;
    const { steps, cleanUp } = method === 'native' && move !== undefined
        ? { steps: nativeSteps(environment, move, journal, goal), cleanUp: [] }
        : temporaryIpSteps(environment, journal, goal.temporaryIpTags);
    const last = { kind: journal.leavesRecord ? 'written' : 'removed' };
    const addresses = environment.moves.map(({ productionAddress }) => productionAddress);
    const writeRecord = writeRecordStep(journal, method, last, addresses);
    return [takeLockStep(journal, method), ...steps, ...cleanUp, writeRecord];
}
function expectedDowntime(environment, method) {
    return method === 'native'
        ? expectedOfNativeSwap
        : expectedOfTwoUpdates(environment.productionLoadBalancer, environment.targetLoadBalancer);
}
function describeAddress({ productionAddress }) {
    return `${productionAddress.properties.ipAddress ?? 'the address'} (${productionAddress.name})`;
}
/** One prober asks one address: what the others cost is not measured, though they move in the same updates. */
function unprobed([, ...others]) {
    return others.map((move) => `${describeAddress(move)} moves in the same updates, and is not asked by the prober.`);
}

// EXTERNAL MODULE: ./lib/engine/deadline.js
var engine_deadline = __webpack_require__(8768);
// EXTERNAL MODULE: ./lib/engine/hand-over.js
var hand_over = __webpack_require__(4120);
// EXTERNAL MODULE: ./lib/engine/run.js
var run = __webpack_require__(1079);
// EXTERNAL MODULE: ./lib/strategies/come-too-late.js
var come_too_late = __webpack_require__(3460);
// EXTERNAL MODULE: ./lib/azure/arm/retry.js
var retry = __webpack_require__(1519);
// EXTERNAL MODULE: ./lib/azure/foreign-change-error.js
var foreign_change_error = __webpack_require__(6121);
;// CONCATENATED MODULE: ./lib/azure/network/frontend-assignments.js






function hasAssignments(loadBalancer, assignments) {
    return assignments.every(({ frontend, publicIpAddressId }) => (0,load_balancers/* frontendsOf */.df)(loadBalancer).some((each) => each.name === frontend && (0,resource_id/* sameId */.s)(each.properties.publicIPAddress?.id, publicIpAddressId)));
}
/** What the frontends of `assignments` have now; one that has no public IP address is left out. */
function currentAssignments(loadBalancer, assignments) {
    return assignments.flatMap(({ frontend }) => {
        const found = (0,load_balancers/* frontendsOf */.df)(loadBalancer).find((each) => each.name === frontend);
        const publicIpAddressId = found?.properties.publicIPAddress?.id;
        return publicIpAddressId === undefined ? [] : [{ frontend, publicIpAddressId }];
    });
}
/** The body as it was read, with the address of the named frontends changed and nothing else. */
function withAssignments(loadBalancer, assignments) {
    const addressOf = new Map(assignments.map((each) => [each.frontend, each.publicIpAddressId]));
    const frontendIPConfigurations = (0,load_balancers/* frontendsOf */.df)(loadBalancer).map((frontend) => {
        const id = addressOf.get(frontend.name);
        return id === undefined
            ? frontend
            : {
                ...frontend,
                properties: {
                    ...frontend.properties,
                    publicIPAddress: { ...frontend.properties.publicIPAddress, id },
                },
            };
    });
    return { ...loadBalancer, properties: { ...loadBalancer.properties, frontendIPConfigurations } };
}
/** Over half a minute: an ARM that fails to answer recovers within that, and who comes between so often is at war with us. */
const MOST_TRIES = 8;
/**
 * Production may be down meanwhile: an update of somebody else is written over, for which they are told `Canceled`. What it
 * has changed is in the model already, and goes along. Most of those without a backend have ended by then.
 */
const PATIENCE_IN_WINDOW_MS = 5_000;
/**
 * PUT loadBalancers/{name} (api-version 2026-01-01) with one field changed, under If-Match. Where another writer came
 * between (autoscale changes load balancers) or ARM did not say what became of the write, the live state decides whether
 * there is anything left to do, and the one field is changed in what is there now.
 *
 * @throws ForeignChangeError where the other writer has changed that very field; what `Arm.write` and `beforeRepeating` throw.
 */
async function assignFrontends(arm, { loadBalancer, assignments, pace, beforeRepeating, untilCarriedOut }, signal) {
    let current = loadBalancer;
    let isOnlyRefused = true;
    const patienceMs = () => {
        if (untilCarriedOut !== undefined && isOnlyRefused) {
            return untilCarriedOut.patienceMs;
        }
        return pace === 'tight' ? PATIENCE_IN_WINDOW_MS : undefined;
    };
    for (let tries = 1;; tries += 1) {
        try {
            await arm.write({
                method: 'PUT',
                path: current.id,
                apiVersion: network_api/* NETWORK_API_VERSION */.N,
                body: withAssignments(current, assignments),
                ifMatch: current.etag,
                pace,
                isDone: (resource) => isAsWanted(resource, assignments),
            }, signal);
            return;
        }
        catch (error) {
            if (!isWorthAnotherLook(error) || tries === MOST_TRIES) {
                throw error;
            }
            isOnlyRefused &&= isRefused(error);
        }
        if (tries > 1) {
            await arm.pause((0,retry/* backoffMs */.jo)(tries), signal);
        }
        current = await (0,load_balancers/* getSettled */.yc)(arm, current.id, signal, patienceMs());
        if (current.properties.provisioningState === 'Updating' && hasAssignments(current, assignments)) {
            // An update of our own, or one that works towards the same: written over it would only begin anew.
            current = await (0,load_balancers/* getSettled */.yc)(arm, current.id, signal);
        }
        if (isAsWanted(current, assignments)) {
            return;
        }
        requireUncontested(current, assignments, currentAssignments(loadBalancer, assignments));
        await beforeRepeating(signal);
    }
}
/**
 * An ETag protects what was read, not what a plan was made for: a frontend that somebody else has pointed elsewhere since
 * is theirs.
 *
 * @param expected what the frontends had when the change was decided.
 * @throws ForeignChangeError where a frontend has neither that nor what it shall get.
 */
function requireUncontested(loadBalancer, assignments, expected) {
    const known = [...assignments, ...expected];
    const contested = assignments.find(({ frontend }) => !known.some((each) => each.frontend === frontend && hasAssignments(loadBalancer, [each])));
    if (contested === undefined) {
        return;
    }
    const [found] = currentAssignments(loadBalancer, [contested]);
    const was = expected.find(({ frontend }) => frontend === contested.frontend);
    throw new foreign_change_error/* ForeignChangeError */.v(`Something else has pointed frontend "${contested.frontend}" of ${loadBalancer.name} at ` +
        `${(0,resource_id/* nameOf */.Vb)(found?.publicIpAddressId ?? 'no public address')}, where ${(0,resource_id/* nameOf */.Vb)(was?.publicIpAddressId ?? 'nothing')} ` +
        'was expected. That is left as it is: find out who writes to it, and run again.');
}
function isWorthAnotherLook(error) {
    return (error instanceof arm_error/* UncertainWriteError */.ze ||
        isRefused(error) ||
        (error instanceof arm_error/* ArmOperationError */.Iv && error.isSuperseded));
}
/** Something was written since it was read: nothing of ours is carried out. */
function isRefused(error) {
    return error instanceof arm_error/* ArmError */.dW && error.status === 412;
}
/** A load balancer that is not `Succeeded` may have its new model without the data plane that belongs to it. */
function isAsWanted(loadBalancer, assignments) {
    return (loadBalancer.properties.provisioningState === 'Succeeded' && hasAssignments(loadBalancer, assignments));
}

// EXTERNAL MODULE: ./lib/engine/failure.js
var failure = __webpack_require__(8004);
// EXTERNAL MODULE: ./lib/strategies/not-as-left-error.js
var not_as_left_error = __webpack_require__(9524);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/by-hand.js


/**
 * Updates of load balancers that give production back: each address that no frontend has goes to one of its own two. No other address
 * is needed for that, so nothing is named that was never made, or is gone; what the frontend had is free then. None where production is served.
 */
function givingBack({ moves }, loadBalancers, placement, side) {
    return moves
        .filter(({ productionAddressId }) => !isHeld(placement, productionAddressId))
        .map((move) => {
        const frontend = frontendOf(move, side);
        return {
            resource: loadBalancers[side].id,
            field: `frontendIPConfigurations/${frontend}.publicIPAddress.id`,
            from: placement[side].find((each) => each.frontend === frontend)?.publicIpAddressId ?? null,
            to: move.productionAddressId,
        };
    });
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/last-look.js














/** Whoever waits for the end of the run has waited enough. */
const LONGEST_LOOK_MS = 10_000;
/**
 * Between the step that has confirmed production and the end of a run addresses are deleted and tags are written, and meanwhile
 * anybody may have moved it. So what the run says comes from what Azure says after its last write, and from the prober.
 *
 * @param signal aborts where there is no time even for this.
 * @returns the result, failed where production is not as the run has left it.
 */
async function lookLast({ context, watch, journal, sides }, result, signal) {
    const { arm, clock, emit } = context;
    const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'where production is at the end' };
    let look;
    try {
        look = await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => read(arm, journal, sides, limited));
    }
    catch (error) {
        emit({ type: 'last-look-failed', atMs: clock.monotonicMs(), failure: (0,failure/* toFailure */.w)(error) });
        return result;
    }
    const leftOn = sideNames(journal, sides).join(' and ');
    const elsewhere = elsewhereIn(journal, sides, look);
    const error = elsewhere.length > 0
        ? elsewhereError(elsewhere, look, leftOn, result)
        : result.outcome === 'succeeded'
            ? await silence(watch, leftOn, { signal, clock })
            : undefined;
    if (error !== undefined) {
        emit({ type: 'not-as-left', atMs: clock.monotonicMs(), failure: (0,failure/* toFailure */.w)(error), leftOn, elsewhere });
    }
    const [loadBalancer, ...others] = holderNames(look);
    if (loadBalancer !== undefined && others.length === 0) {
        emit({ type: 'production-seen', atMs: clock.monotonicMs(), loadBalancer });
    }
    const changes = givingBackTo(journal, sides, look);
    if (changes.length > 0) {
        emit({ type: 'by-hand', atMs: clock.monotonicMs(), changes });
    }
    return error === undefined ? result : { ...result, outcome: 'failed', error: result.error ?? error };
}
async function read(arm, journal, sides, signal) {
    // What became of the side that production has left is no part of what is told.
    const serving = async (side) => sides.includes(side) ? findLoadBalancer(arm, loadBalancerIdOf(journal, side), signal) : undefined;
    const [production, target, addresses] = await Promise.all([
        serving('production'),
        serving('target'),
        Promise.all(journal.moves.map(({ productionAddressId }) => (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, productionAddressId, signal))),
    ]);
    return { loadBalancers: { production, target }, addresses: addresses.flatMap((each) => each ?? []) };
}
function findLoadBalancer(arm, id, signal) {
    return (0,load_balancers/* getLoadBalancer */.n$)(arm, id, signal).catch((error) => {
        if (error instanceof arm_error/* ArmError */.dW && error.status === 404) {
            return undefined;
        }
        throw error;
    });
}
/** Both have to say so: in the middle of an update one of them may be ahead of the other. */
function elsewhereIn(journal, sides, look) {
    return journal.moves.flatMap((move, index) => {
        const side = sides[index] ?? 'target';
        const loadBalancer = look.loadBalancers[side];
        const frontend = frontendOf(move, side);
        const holder = last_look_holderOf(look, move);
        const isHolder = (0,resource_id/* sameId */.s)(holder, `${loadBalancer?.id}/frontendIPConfigurations/${frontend}`);
        const assignment = { frontend, publicIpAddressId: move.productionAddressId };
        return isHolder && loadBalancer !== undefined && hasAssignments(loadBalancer, [assignment])
            ? []
            : [{ addressId: move.productionAddressId, heldBy: isHolder ? null : (holder ?? null) }];
    });
}
function last_look_holderOf({ addresses }, { productionAddressId }) {
    return addresses.find(({ id }) => (0,resource_id/* sameId */.s)(id, productionAddressId))?.properties.ipConfiguration?.id;
}
/** Names of what has the addresses: none where something has not all of them. */
function holderNames({ addresses }) {
    return addresses.some(isUnserved)
        ? []
        : (0,azure_scopes/* distinctScopes */.uA)(addresses.map(({ properties: { ipConfiguration } }) => (0,resource_id/* topLevelId */.bY)(ipConfiguration?.id ?? ''))).map(resource_id/* nameOf */.Vb);
}
function sideNames(journal, sides) {
    return (0,azure_scopes/* distinctScopes */.uA)(sides.map((side) => loadBalancerIdOf(journal, side))).map(resource_id/* nameOf */.Vb);
}
function loadBalancerIdOf(journal, side) {
    return side === 'production' ? journal.productionLoadBalancerId : journal.targetLoadBalancerId;
}
function elsewhereError(elsewhere, { addresses }, leftOn, { cleanUpErrors }) {
    const names = elsewhere.map(({ addressId }) => (0,resource_id/* nameOf */.Vb)(addressId)).join(' and ');
    const isTidy = cleanUpErrors.length === 0;
    // Its own lock is gone.
    const [lock] = isTidy ? addresses.flatMap(({ tags = {} }) => (0,record_lock/* readLock */.mF)(tags) ?? []) : [];
    return new not_as_left_error/* NotAsLeftError */.N('ProductionElsewhere', `This run had brought ${names} to ${leftOn}, and has seen it there before its last writes. Somebody else has changed that since` +
        `${lock === undefined ? '' : `: it is locked ${(0,record_lock/* describeLock */.FD)(lock)}`}. Of the run itself nothing is left to be finished or undone` +
        `${isTidy ? '.' : ', but what it could not tidy up.'}`);
}
/** @returns what there is to say where production has answered, and does not any more. */
async function silence(watch, leftOn, context) {
    try {
        await watch.stillAnswers(context);
        return undefined;
    }
    catch (error) {
        // Of a prober that broke, or a run that is cancelled now, nothing follows for production.
        return error instanceof prober/* NoGoodAnswersError */.s$
            ? new not_as_left_error/* NotAsLeftError */.N('StoppedAnswering', `Production had answered from ${leftOn} until this run tidied up, and does not any more: ${error.message}`, { cause: error })
            : undefined;
    }
}
/** What nothing has goes to where the run has left it. */
function givingBackTo(journal, sides, look) {
    return journal.moves.flatMap((move, index) => {
        const side = sides[index] ?? 'target';
        const loadBalancer = look.loadBalancers[side];
        const isLost = look.addresses.some((address) => (0,resource_id/* sameId */.s)(address.id, move.productionAddressId) && isUnserved(address));
        if (loadBalancer === undefined || !isLost) {
            return [];
        }
        const { before } = placementsOf(journal);
        const placement = { production: [], target: [], [side]: currentAssignments(loadBalancer, before[side]) };
        const loadBalancers = {
            production: { id: journal.productionLoadBalancerId },
            target: { id: journal.targetLoadBalancerId },
        };
        return givingBack({ ...journal, moves: [move] }, loadBalancers, placement, side);
    });
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/only-locked.js
/** Whether a run has begun nothing but its lock: where production is when that is undone, others have decided. */
function hasOnlyLocked(begunStepIds) {
    return [...begunStepIds].every((id) => id === 'take-lock');
}

// EXTERNAL MODULE: ./lib/strategies/late-writes.js
var late_writes = __webpack_require__(9762);
// EXTERNAL MODULE: ./lib/strategies/unanswered-writes.js
var unanswered_writes = __webpack_require__(7718);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/assign-addresses.js



function assignAddresses(arm, bodies, looks, step) {
    const { loadBalancerId, assignments, previousAssignments, originalAssignments, pace, patienceMs, window } = step;
    return {
        async run({ signal, clock }) {
            const loadBalancer = window === 'closes'
                ? await bodies.lastRead(loadBalancerId, signal, patienceMs)
                : await bodies.read(loadBalancerId, signal, patienceMs);
            requireUncontested(loadBalancer, assignments, previousAssignments);
            const beforeRepeating = (limited) => looks.run({ signal: limited, clock });
            const opening = window === 'opens' ? { untilCarriedOut: { patienceMs } } : {};
            await assignFrontends(arm, { loadBalancer, assignments, pace, beforeRepeating, ...opening }, signal);
        },
        async verify({ signal }) {
            // Production is down between the opening and the closing update: what ARM's operation said has to do until then.
            if (window !== 'opens') {
                requireAssignments(await bodies.read(loadBalancerId, signal), assignments);
            }
        },
        async undo({ signal, clock }) {
            let loadBalancer = await bodies.read(loadBalancerId, signal, azure_settled/* UNDO_PATIENCE_MS */.m);
            const wanted = takenBack(loadBalancer, step);
            if (!isAsWanted(loadBalancer, wanted)) {
                const beforeRepeating = (limited) => looks.undo({ signal: limited, clock });
                const change = { loadBalancer, assignments: wanted, pace: 'tight', beforeRepeating };
                await assignFrontends(arm, change, signal);
                loadBalancer = await bodies.read(loadBalancerId, signal);
                requireAssignments(loadBalancer, wanted);
            }
            requireUncontested(loadBalancer, previousAssignments, originalAssignments);
        },
    };
}
/**
 * Only what the step gave is taken back. A frontend that has anything else was never changed by it, or an undoing that
 * was killed has gone past this step already, or it is another writer's: to give it the step's previous address would
 * move it away from where it belongs, perhaps to a temporary address that is gone.
 */
function takenBack(loadBalancer, { assignments, previousAssignments }) {
    return currentAssignments(loadBalancer, assignments).map((current) => {
        const isOurs = assignments.some((each) => each.frontend === current.frontend && (0,resource_id/* sameId */.s)(each.publicIpAddressId, current.publicIpAddressId));
        const previous = previousAssignments.find(({ frontend }) => frontend === current.frontend);
        return isOurs && previous !== undefined ? previous : current;
    });
}
/** @throws Error naming what the load balancer has instead. */
function requireAssignments(loadBalancer, assignments) {
    if (isAsWanted(loadBalancer, assignments)) {
        return;
    }
    const wanted = assignments.map((each) => `${each.frontend}: ${(0,resource_id/* nameOf */.Vb)(each.publicIpAddressId)}`).join(', ');
    const found = (loadBalancer.properties.frontendIPConfigurations ?? [])
        .map((each) => `${each.name}: ${(0,resource_id/* nameOf */.Vb)(each.properties.publicIPAddress?.id ?? 'no public address')}`)
        .join(', ');
    throw new Error(`${loadBalancer.name} should have ${wanted} and be Succeeded; Azure says ${found}, ` +
        `${loadBalancer.properties.provisioningState ?? 'without a provisioning state'}.`);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/temporary-addresses.js







function createTemporaryAddresses({ arm, journal, lateWritesUntilMs }, step) {
    const unanswered = new unanswered_writes/* UnansweredWrites */.h(late_writes/* LATE_WRITE_MS */.q, lateWritesUntilMs);
    return {
        async run({ signal, clock }) {
            const through = unanswered.through(arm, clock);
            await ended(step.addresses.map(({ id, template }) => (0,public_ip_addresses/* createPublicIpAddress */.bg)(through, id, template, signal)));
        },
        async verify({ signal }) {
            for (const { id } of step.addresses) {
                const { name, properties } = await (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal);
                if (properties.provisioningState !== 'Succeeded' || properties.ipConfiguration !== undefined) {
                    throw new Error(`The temporary address ${name} is ${properties.provisioningState}, and held by ` +
                        `${properties.ipConfiguration?.id ?? 'nothing'}; it must be Succeeded and held by nothing.`);
                }
            }
        },
        async undo({ signal, clock }) {
            // Where production is not home, whoever brings it there needs a place to park: the undos before this one have failed.
            await requireHome(arm, journal, signal);
            await clock.sleep(unanswered.untilMs - clock.monotonicMs(), signal);
            await removeAddresses(arm, temporary_addresses_addressIds(step), signal);
        },
    };
}
function deleteTemporaryAddresses(arm, step) {
    return {
        run: ({ signal }) => removeAddresses(arm, step.addressIds, signal),
        async verify({ signal }) {
            for (const id of step.addressIds) {
                await requireGone(arm, id, signal);
            }
        },
        // The step comes after the goal is reached, so nothing before it is undone, and a new address needs no undoing.
        undo: async () => undefined,
    };
}
function temporary_addresses_addressIds(step) {
    return step.addresses.map((each) => each.id);
}
async function requireHome(arm, journal, signal) {
    const { before } = placementsOf(journal);
    const loadBalancer = await (0,load_balancers/* getSettled */.yc)(arm, journal.productionLoadBalancerId, signal, azure_settled/* UNDO_PATIENCE_MS */.m);
    if (!hasAssignments(loadBalancer, before.production)) {
        throw new Error(`The temporary address stays, because ${loadBalancer.name} does not serve production again: it is needed to bring it there.`);
    }
}
/**
 * Deletes those that are there.
 *
 * @throws Error where one is still there afterwards.
 */
async function removeAddresses(arm, ids, signal) {
    await ended(ids.map(async (id) => {
        if ((await (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, id, signal)) !== undefined) {
            await (0,public_ip_addresses/* deletePublicIpAddress */.I_)(arm, id, 'as-told', signal);
            await requireGone(arm, id, signal);
        }
    }));
}
async function requireGone(arm, id, signal) {
    if ((await (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, id, signal)) !== undefined) {
        throw new Error(`The temporary address ${id} is still there, although ARM says that it was deleted.`);
    }
}
/** Waits for all, also when one fails: what is still being made when the undoing looks would not be found, and stay. */
async function ended(writes) {
    const results = await Promise.allSettled(writes);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) {
        throw failed.reason;
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/restore-swap.js








/**
 * Takes back a swap that ARM accepted and did not finish, by moves of our own: whatever placement it left, they lead
 * home. A temporary address is made only where the two sides hold each other's. A frontend that somebody else has pointed
 * elsewhere stays as it is.
 *
 * @throws ForeignChangeError after all that is ours is back, where such a frontend was found.
 */
async function restoreSwap(arm, step, found, beforeRepeating, signal) {
    const restoring = { arm, beforeRepeating };
    const current = {
        production: currentAssignments(found.production, held(step.production)),
        target: currentAssignments(found.target, held(step.target)),
    };
    const wanted = {
        production: isKnown(step, current.production) ? held(step.production) : current.production,
        target: isKnown(step, current.target) ? held(step.target) : current.target,
    };
    const { id, template } = step.temporaryAddress;
    const moves = planMoves({
        current,
        wanted,
        productionAddressIds: [step.production.publicIpAddressId],
        spareAddressIds: [id],
    });
    // What hangs holds its addresses: the other side would be refused for them until it is written over.
    const isWrittenFirst = (side) => isHanging(found[side]) && moves[0]?.side !== side && !isContested(current);
    for (const side of SIDES.filter(isWrittenFirst)) {
        await settleOn(restoring, step[side].loadBalancerId, current[side], current[side], signal, 0);
    }
    const isParkingNeeded = moves.some((move) => move.assignments.some((each) => each.publicIpAddressId === id));
    if (isParkingNeeded) {
        await (0,public_ip_addresses/* createPublicIpAddress */.bg)(arm, id, template, signal);
    }
    for (const { side, assignments, previousAssignments } of moves) {
        await settleOn(restoring, step[side].loadBalancerId, assignments, previousAssignments, signal);
    }
    for (const side of SIDES) {
        await settleOn(restoring, step[side].loadBalancerId, wanted[side], wanted[side], signal);
    }
    // An undoing before this one may have made it, and been killed before it could delete it.
    await removeAddresses(arm, [id], signal);
    for (const side of SIDES) {
        requireUncontested(found[side], held(step[side]), knownTo(step, step[side].frontend));
    }
}
function isHanging({ properties }) {
    return properties.provisioningState === 'Updating';
}
function isKnown(step, current) {
    return current.every((each) => knownTo(step, each.frontend).some(({ publicIpAddressId }) => (0,resource_id/* sameId */.s)(publicIpAddressId, each.publicIpAddressId)));
}
/** What a frontend may have by our own doing, or by ARM's on our behalf. */
function knownTo({ production, target, temporaryAddress }, frontend) {
    return [production.publicIpAddressId, target.publicIpAddressId, temporaryAddress.id].map((publicIpAddressId) => ({ frontend, publicIpAddressId }));
}
function held({ frontend, publicIpAddressId }) {
    return [{ frontend, publicIpAddressId }];
}
/**
 * Writes the wanted assignments unless they are there: also over a `Failed` state, whose data plane nobody knows.
 *
 * @throws ForeignChangeError where the frontends have something else by now than was expected.
 */
async function settleOn({ arm, beforeRepeating }, id, assignments, expected, signal, patienceMs = azure_settled/* UNDO_PATIENCE_MS */.m) {
    const loadBalancer = await (0,load_balancers/* getSettled */.yc)(arm, id, signal, patienceMs);
    requireUncontested(loadBalancer, assignments, expected);
    if (!isAsWanted(loadBalancer, assignments)) {
        await assignFrontends(arm, { loadBalancer, assignments, pace: 'tight', beforeRepeating }, signal);
        requireAssignments(await (0,load_balancers/* getSettled */.yc)(arm, id, signal), assignments);
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/swap-addresses.js










/** ARM's own swap was refused, or failed and left both load balancers as they were: another method may be tried. */
class NativeSwapUnavailableError extends Error {
    name = 'NativeSwapUnavailableError';
    code = 'NativeSwapUnavailable';
}
function swapAddresses(arm, looks, step) {
    const unanswered = new unanswered_writes/* UnansweredWrites */.h(late_writes/* LATE_SWAP_MS */.u);
    return {
        async run({ signal, clock }) {
            try {
                await unanswered.through(arm, clock).write(swapRequest(step), signal);
            }
            catch (error) {
                await outlast({ arm, step, clock, untilMs: unanswered.untilMs }, signal);
                const look = (limited) => looks.run({ signal: limited, clock });
                const failure = await failureOf(arm, look, step, error, signal);
                if (failure !== undefined) {
                    throw failure;
                }
            }
        },
        async verify({ signal }) {
            const found = await settled(arm, step, signal);
            requireAssignments(found.production, assignment(step.production, step.target.publicIpAddressId));
            requireAssignments(found.target, assignment(step.target, step.production.publicIpAddressId));
        },
        async undo({ signal, clock }) {
            const beforeRepeating = (limited) => looks.undo({ signal: limited, clock });
            await restoreSwap(arm, step, await settled(arm, step, signal), beforeRepeating, signal);
            if (clock.monotonicMs() < unanswered.untilMs) {
                await clock.sleep(unanswered.untilMs - clock.monotonicMs(), signal);
                await beforeRepeating(signal);
                await restoreSwap(arm, step, await settled(arm, step, signal), beforeRepeating, signal);
            }
        },
    };
}
const BETWEEN_LOOKS_MS = 2_000;
/**
 * Of a swap without an answer that nothing has moved yet says nothing: ARM may have it later, and it is sent under no ETag.
 * Production is served meanwhile, so waiting costs nobody anything, and to take it for undone would be false.
 */
async function outlast({ arm, step, clock, untilMs }, signal) {
    while (!signal.aborted && clock.monotonicMs() < untilMs) {
        if (hasMoved(await settled(arm, step, signal), step)) {
            return;
        }
        await clock.sleep(Math.min(BETWEEN_LOOKS_MS, untilMs - clock.monotonicMs()), signal);
    }
}
/** LoadBalancers_SwapPublicIpAddresses: the body maps each frontend to the address that it shall have. */
function swapRequest({ subscriptionId, location, production, target }) {
    return {
        method: 'POST',
        path: swapPath(subscriptionId, location),
        apiVersion: network_api/* NETWORK_API_VERSION */.N,
        body: {
            frontendIPConfigurations: [
                { id: production.frontendId, properties: { publicIPAddress: { id: target.publicIpAddressId } } },
                { id: target.frontendId, properties: { publicIPAddress: { id: production.publicIpAddressId } } },
            ],
        },
        pace: 'tight',
    };
}
/**
 * Whatever was said of the swap, the live state decides what has become of it: undoing one that is done would cost users a
 * second outage. Where nothing has moved, a load balancer that the operation left `Failed` is written once more, so that its
 * data plane is known before anything else is tried.
 *
 * @returns undefined where both sides have what they were to get.
 */
async function failureOf(arm, look, step, error, signal) {
    if (signal.aborted) {
        return error;
    }
    const found = await settled(arm, step, signal);
    if (isSwapped(found, step)) {
        return undefined;
    }
    if (hasMoved(found, step) || !isOfArm(error)) {
        return error;
    }
    if (!(error instanceof arm_error/* ArmError */.dW)) {
        // As long as ARM may take for its swap, a recovery may have begun meanwhile.
        await look(signal);
        await restoreSwap(arm, step, found, look, signal);
    }
    return new NativeSwapUnavailableError(`${error.message} Both load balancers are as they were.`, {
        cause: error,
    });
}
function isOfArm(error) {
    return (error instanceof arm_error/* ArmError */.dW || error instanceof arm_error/* ArmOperationError */.Iv || error instanceof arm_error/* UncertainWriteError */.ze);
}
async function settled(arm, step, signal) {
    const [production, target] = await Promise.all([
        (0,load_balancers/* getSettled */.yc)(arm, step.production.loadBalancerId, signal, azure_settled/* UNDO_PATIENCE_MS */.m),
        (0,load_balancers/* getSettled */.yc)(arm, step.target.loadBalancerId, signal, azure_settled/* UNDO_PATIENCE_MS */.m),
    ]);
    return { production, target };
}
function isSwapped(found, { production, target }) {
    return (isAsWanted(found.production, assignment(production, target.publicIpAddressId)) &&
        isAsWanted(found.target, assignment(target, production.publicIpAddressId)));
}
function hasMoved(found, { production, target }) {
    return !(hasAssignments(found.production, assignment(production, production.publicIpAddressId)) &&
        hasAssignments(found.target, assignment(target, target.publicIpAddressId)));
}
function assignment({ frontend }, publicIpAddressId) {
    return [{ frontend, publicIpAddressId }];
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/load-balancer-bodies.js

/**
 * The load balancers as they were last read. The update that closes the downtime window takes its body from the read that
 * closed the step before the window: a read inside it would be part of the outage.
 */
class LoadBalancerBodies {
    #arm;
    #bodies = new Map();
    constructor(arm) {
        this.#arm = arm;
    }
    /** @param patienceMs as of `getSettled`. */
    async read(id, signal, patienceMs) {
        const body = await (0,load_balancers/* getSettled */.yc)(this.#arm, id, signal, patienceMs);
        this.#bodies.set(id.toLowerCase(), body);
        return body;
    }
    async lastRead(id, signal, patienceMs) {
        return this.#bodies.get(id.toLowerCase()) ?? (await this.read(id, signal, patienceMs));
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/confirm-production.js





/** The addresses have moved, and production does not answer from where it is now. */
class SwitchedNotAnsweringError extends Error {
    name = 'SwitchedNotAnsweringError';
    code = 'SwitchedNotAnswering';
}
function confirm_production_confirmProduction(arm, watch, step) {
    return {
        async run(context) {
            try {
                await watch.answersSteadily(context);
            }
            catch (error) {
                if (!(error instanceof prober/* NoGoodAnswersError */.s$)) {
                    throw error;
                }
                throw new SwitchedNotAnsweringError(`Switched, not answering: production has moved to ${(0,resource_id/* nameOf */.Vb)(step.expected[0]?.loadBalancerId ?? '')}, and ${error.message}`, { cause: error });
            }
        },
        async verify({ signal }) {
            for (const { loadBalancerId, assignments } of step.expected) {
                requireAssignments(await (0,load_balancers/* getSettled */.yc)(arm, loadBalancerId, signal, LONGEST_UPDATE_MS), assignments);
            }
        },
        undo: async () => undefined,
    };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/live-placement.js



/** Whether both load balancers have what `placement` says and are `Succeeded`, by a fresh read. */
async function isPlaced(arm, { productionLoadBalancerId, targetLoadBalancerId }, placement, signal, patienceMs = azure_settled/* UNDO_PATIENCE_MS */.m) {
    const found = await Promise.all([
        (0,load_balancers/* getSettled */.yc)(arm, productionLoadBalancerId, signal, patienceMs),
        (0,load_balancers/* getSettled */.yc)(arm, targetLoadBalancerId, signal, patienceMs),
    ]);
    const [production, target] = found;
    return isAsWanted(production, placement.production) && isAsWanted(target, placement.target);
}
/** Whether both load balancers have what `placement` says, and an update of one of them has not ended. */
async function isBeingPlaced(arm, { productionLoadBalancerId, targetLoadBalancerId }, placement, signal) {
    const [production, target] = await Promise.all([
        (0,load_balancers/* getLoadBalancer */.n$)(arm, productionLoadBalancerId, signal),
        (0,load_balancers/* getLoadBalancer */.n$)(arm, targetLoadBalancerId, signal),
    ]);
    return (hasAssignments(production, placement.production) &&
        hasAssignments(target, placement.target) &&
        [production, target].some(({ properties }) => properties.provisioningState === 'Updating'));
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/at-an-end.js


/** At which of its two ends a swap is, where nothing moves; undefined: at neither. */
async function endOf(arm, swap, signal) {
    const { before, after } = placementsOf(swap);
    if (await isPlaced(arm, swap, after, signal, 0)) {
        return 'finish';
    }
    return (await isPlaced(arm, swap, before, signal, 0)) ? 'undo' : undefined;
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/guarded.js









/**
 * Looks, before a step writes, whether the lock is still ours: somebody else may have begun to recover a release whose
 * process had only been slow. Not before the update that closes the downtime window: a read there is a part of the outage,
 * and that update goes out under the ETag of what was read before.
 */
function guarded(performer, guard, { window }) {
    return {
        ...performer,
        async run(context) {
            if (window !== 'closes') {
                await requireLock(guard, context.signal);
            }
            try {
                await performer.run(context);
            }
            catch (error) {
                throw error instanceof foreign_change_error/* ForeignChangeError */.v ? await whoChanged(guard, context, error) : error;
            }
        },
        async undo(context) {
            await refuseOthersWork(guard, context);
            await performer.undo(context);
        },
    };
}
/**
 * A write that another one has overtaken, or whose answer was lost, is sent again long after the look before the step: a
 * recovery may have the lock by then, and be what has overtaken it.
 */
function looksBeforeRepeating(guard) {
    return {
        run: ({ signal }) => requireLock(guard, signal),
        undo: (context) => refuseOthersWork(guard, context),
    };
}
/** For what comes after the goal is reached: a lock that was merely taken away does not keep anybody from tidying up. */
function guardedAgainstOthers(performer, guard) {
    return {
        ...performer,
        async run(context) {
            await refuseOtherLock(guard, context.signal);
            await performer.run(context);
        },
        /** What the step has seen counts only if nobody else was at work meanwhile. */
        async verify(context) {
            await performer.verify(context);
            await refuseOtherLock(guard, context.signal);
        },
    };
}
async function requireLock(guard, signal) {
    for (const { id, lock } of await recordsOf(guard, signal)) {
        if (lock !== undefined && lock.id !== guard.lease.id) {
            throw lost(id, lock);
        }
        if (lock === undefined && guard.isLockNeeded) {
            throw unlocked(id);
        }
    }
}
async function refuseOtherLock(guard, signal) {
    for (const { id, lock } of await recordsOf(guard, signal)) {
        if (lock !== undefined && lock.id !== guard.lease.id) {
            throw lost(id, lock);
        }
    }
}
/** Production may be down meanwhile: what cannot be read by then is not waited for. */
const guarded_LONGEST_LOOK_MS = 10_000;
/**
 * Two who put the same back would work against each other, and a release that somebody else has finished is not to be
 * undone. Where the record cannot be read, or is gone while production is not where it was to go (Terraform removes tags that
 * it does not know), undoing goes on: nobody else puts production back then.
 */
async function refuseOthersWork(guard, { clock, signal }) {
    const deadline = { clock, signal, timeoutMs: guarded_LONGEST_LOOK_MS, subject: 'the lock to be read' };
    try {
        await (0,engine_deadline/* withDeadline */.N)(deadline, async (limited) => {
            for (const { id, lock, hasJournal } of await recordsOf(guard, limited)) {
                if (lock !== undefined && lock.id !== guard.lease.id) {
                    throw lost(id, lock);
                }
                if (lock === undefined && !hasJournal && (await isFinished(guard, limited))) {
                    throw lost(id, undefined);
                }
            }
        });
    }
    catch (error) {
        if (error instanceof record_lock/* LockLostError */.yx || signal.aborted) {
            throw error;
        }
    }
}
/**
 * Of a run that was only slow, a recovery may have brought the release to an end: that is no stranger, who would have to be found.
 *
 * @returns the error that there is to tell.
 */
async function whoChanged(guard, { clock, signal }, found) {
    const deadline = { clock, signal, timeoutMs: guarded_LONGEST_LOOK_MS, subject: 'the lock to be read' };
    try {
        return await (0,engine_deadline/* withDeadline */.N)(deadline, async (limited) => {
            const records = await recordsOf(guard, limited);
            const taken = records.find(({ lock }) => lock !== undefined && lock.id !== guard.lease.id);
            if (taken !== undefined) {
                return lost(taken.id, taken.lock);
            }
            const closed = records.find(({ lock, hasJournal }) => lock === undefined && !hasJournal);
            const isAtEnd = closed !== undefined && (await endOf(guard.arm, guard.journal, limited)) !== undefined;
            return isAtEnd ? lost(closed.id, undefined) : found;
        });
    }
    catch {
        return found;
    }
}
function isFinished({ arm, journal }, signal) {
    return isPlaced(arm, journal, placementsOf(journal).after, signal);
}
/** Only whether there is a journal: one that cannot be read must not keep anybody from undoing. */
function recordsOf({ arm, journal }, signal) {
    return Promise.all(journal.moves.map(async ({ productionAddressId: id }) => {
        const { tags = {} } = await (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal);
        return { id, lock: (0,record_lock/* readLock */.mF)(tags), hasJournal: (0,record_journal/* hasJournal */.w)(tags) };
    }));
}
/** Nobody else has it: what this run has done is still its own to take back. */
function unlocked(id) {
    return new record_lock/* LockLostError */.yx(`"${(0,resource_id/* nameOf */.Vb)(id)}" was unlocked while this run worked on it, so this run has stopped before its next step.`);
}
function lost(id, lock) {
    const what = lock === undefined ? 'was brought to its end' : `is locked ${(0,record_lock/* describeLock */.FD)(lock)}`;
    return new record_lock/* LockLostError */.yx(`"${(0,resource_id/* nameOf */.Vb)(id)}" ${what} while this run worked on it, so this run has stopped. What it had done is left to whoever did that; ` +
        '"command: status" tells how things are.');
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/outlast-late-writes.js



/** @param lateWritesUntilMs as of `PerformerDependencies`. */
function outlastLateWrites(arm, lateWritesUntilMs, { expected }) {
    return {
        run: ({ signal, clock }) => clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal),
        async verify({ signal }) {
            for (const { loadBalancerId, assignments } of expected) {
                requireAssignments(await (0,load_balancers/* getSettled */.yc)(arm, loadBalancerId, signal, LONGEST_UPDATE_MS), assignments);
            }
        },
        undo: async () => undefined,
    };
}

// EXTERNAL MODULE: ./lib/azure/tag-changes.js
var tag_changes = __webpack_require__(8351);
;// CONCATENATED MODULE: ./lib/azure/network/public-ip-tags.js




/**
 * PUT publicIPAddresses/{name} (api-version 2026-01-01) with other tags and nothing else changed, under If-Match. ARM's
 * PATCH of tags would do without the rest of the body, but no recording shows that it heeds If-Match.
 *
 * @param change as of `changeTagsOf`.
 * @returns the address as it was when there was nothing left to write: looked at after the last write, too.
 */
function changeTags(arm, id, change, signal) {
    return (0,tag_changes/* changeTagsOf */.H)(arm, {
        id,
        read: () => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal),
        write: (address, tags) => arm.write({
            method: 'PUT',
            path: id,
            apiVersion: network_api/* NETWORK_API_VERSION */.N,
            body: { ...address, tags },
            ifMatch: address.etag,
            pace: 'as-told',
        }, signal),
        isAtRest: (address) => public_ip_tags_isAtRest(arm, address, signal),
    }, change, signal);
}
/** After an update that failed or hangs the tags may be there, and whether they stay is not known: they are written once more. */
async function public_ip_tags_isAtRest(arm, address, signal) {
    if (address.properties.provisioningState === 'Succeeded') {
        return true;
    }
    const read = () => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, address.id, signal);
    const { properties } = await (0,azure_settled/* untilSettled */.Q)(arm, read, signal, azure_settled/* UNDO_PATIENCE_MS */.m);
    return properties.provisioningState === 'Succeeded';
}

// EXTERNAL MODULE: ./lib/record/interrupted-release.js
var interrupted_release = __webpack_require__(51);
// EXTERNAL MODULE: ./lib/record/lease.js
var record_lease = __webpack_require__(1219);
// EXTERNAL MODULE: ./lib/record/record.js
var record = __webpack_require__(2472);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/record/release-lock.js









/** Everybody takes several locks in one order, or two runs could each wait for what the other has. */
function lockOrder({ moves }) {
    return moves.map(({ productionAddressId }) => productionAddressId).toSorted((a, b) => release_lock_compare(a, b));
}
/**
 * Whether, of two releases that have each other's addresses for production and target, this one goes first. By all that each of them
 * moves, not by the one address on which they meet: two that judge by different ones could both take themselves for the first.
 */
function comesBefore(swap, other) {
    return release_lock_compare(lockOrder(swap)[0] ?? '', lockOrder(other)[0] ?? '') < 0;
}
function release_lock_compare(left, right) {
    const [a, b] = [left.toLowerCase(), right.toLowerCase()];
    return a < b ? -1 : a > b ? 1 : 0;
}
/**
 * The lock may have been taken away, by `command: unlock` for instance; the journal tells whose work it is then. While the lock is
 * there nobody reads the journal: one that somebody has damaged keeps no run from tidying up what is its own.
 */
function isOwn(tags = {}, { id }) {
    const lock = (0,record_lock/* readLock */.mF)(tags);
    return (lock === undefined ? (0,record_journal/* readJournal */.a0)(tags)?.lockId : lock.id) === id;
}
/**
 * For `changeTags`: without lock and journal where they are ours, and left alone where somebody else has the lock. Where nobody
 * has it, the tags as they are: an update that took ours away and then failed, or hangs, is written once more.
 */
function withoutOwnRecord(tags = {}, lease) {
    if (isOwn(tags, lease)) {
        return (0,record/* withRecord */.q8)(tags, { lock: null, journal: null });
    }
    return (0,record_lock/* readLock */.mF)(tags) === undefined ? tags : undefined;
}
/** For `changeTags`: under our lock, but without a journal of what is not to begin yet. */
function withoutOwnJournal(tags = {}, { id }) {
    return (0,record_lock/* readLock */.mF)(tags)?.id === id && (0,record_journal/* hasJournal */.w)(tags) ? (0,record/* withRecord */.q8)(tags, { journal: null }) : undefined;
}
/** `post` has no more time than that. A write that is on its way then is carried out all the same. */
const LONGEST_GOODBYE_MS = 15_000;
/**
 * Whoever recovers need not wait for a run that has given up: what it had begun is in the journal, and the lock goes.
 *
 * @param signal aborts where there is no time even for this.
 */
function giveUpLock(context, swap, signal) {
    return withinGoodbye(context, signal, (limited) => removeOwnLock(context, lockOrder(swap), limited));
}
/**
 * Of a process that was lost before it could: its own lock, on the addresses named and on those that moved with them. Which those
 * are, the journal of the named one says, or, where that is closed already, their own.
 */
function giveUpLocks(context, productionPublicIpIds, signal) {
    const { arm } = context;
    return withinGoodbye(context, signal, async (limited) => {
        const found = await Promise.all(productionPublicIpIds.map((id) => (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, id, limited)));
        const named = found.flatMap((each) => each ?? []);
        await removeOwnLock(context, productionPublicIpIds, limited);
        const { addresses } = await unclosedCompanions(arm, named, limited);
        const journalled = [...named, ...addresses].flatMap(({ id, tags = {} }) => {
            const journal = (0,record_journal/* readJournal */.a0)(tags);
            return journal === undefined
                ? []
                : lockOrder(readSwapJournal(journal.entries, (0,resource_id/* parseResourceId */.RQ)(id)?.subscriptionId ?? ''));
        });
        await removeOwnLock(context, (0,azure_scopes/* distinctScopes */.uA)([...addresses.map(({ id }) => id), ...journalled]), limited);
    });
}
async function withinGoodbye({ clock }, signal, work) {
    const inTime = new AbortController();
    const finished = new AbortController();
    // Not by a deadline, after which the answer to a write is waited for.
    void clock.sleep(LONGEST_GOODBYE_MS, finished.signal).then(() => inTime.abort(), () => undefined);
    try {
        await work(AbortSignal.any([signal, inTime.signal]));
    }
    catch {
        // It ends by itself.
    }
    finally {
        finished.abort();
    }
}
async function removeOwnLock({ arm, lease }, ids, signal) {
    for (const id of ids) {
        // One that somebody has deleted keeps the lock of no other.
        if ((await (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, id, signal)) !== undefined) {
            await changeTags(arm, id, ({ tags }) => ((0,record_lock/* readLock */.mF)(tags ?? {})?.id === lease.id ? (0,record/* withRecord */.q8)(tags, { lock: null }) : undefined), signal);
        }
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/give-way.js












/** Who gives way has its lock written and looks then: two updates of tags, each asked about every ten seconds. */
const LONGEST_WAIT_MS = 60_000;
const LOOK_MS = 2_000;
/**
 * The opposite swap, which takes the exchanged addresses for production, has its lock on these: of two that have both locked at
 * the same time each sees the other here, because each looks when it has written. The one whose address comes first waits for the
 * other to give way, and gives way itself where that one had looked before and is at work. It waits under its lock alone: a journal
 * would tell of a release that may never begin, to be finished by whoever finds it. A look before the first write makes that rare.
 *
 * @throws LockedError, InterruptedReleaseError, OutdatedPlanError, WaitedInVainError; nothing but tags was written then.
 */
async function lockGivingWay(meeting, signal) {
    const { clock } = meeting;
    const [early] = await oppositesOf(meeting, signal);
    if (early !== undefined) {
        throw early.error;
    }
    const untilMs = clock.monotonicMs() + LONGEST_WAIT_MS;
    try {
        for (;;) {
            await meeting.write();
            const [met] = await oppositesOf(meeting, signal);
            if (met === undefined) {
                return;
            }
            refuseWaiting(meeting, met, untilMs);
            await eachOwn(meeting, (tags) => withoutOwnJournal(tags, meeting.lease), signal);
            await awaitFree(meeting, met, untilMs, signal);
        }
    }
    catch (error) {
        if ((0,come_too_late/* isTooLate */.h8)(error) && !signal.aborted) {
            // Not by undoing the step, which `on-failure: stop` does not do.
            await eachOwn(meeting, (tags) => withoutOwnRecord(tags, meeting.lease), signal);
        }
        throw error;
    }
}
async function awaitFree(meeting, first, untilMs, signal) {
    const { arm, clock, journal } = meeting;
    let awaited = first;
    try {
        for (;;) {
            await clock.sleep(LOOK_MS, signal);
            const [met] = await oppositesOf(meeting, signal);
            if (met === undefined) {
                break;
            }
            awaited = met;
            refuseWaiting(meeting, met, untilMs);
        }
    }
    catch (error) {
        throw signal.reason instanceof engine_deadline/* DeadlineError */.j ? waitedInVain(signal.reason, awaited) : error;
    }
    if (!(await isPlaced(arm, journal, placementsOf(journal).before, signal))) {
        throw new come_too_late/* OutdatedPlanError */._i('The opposite release came before this one, and production is no longer where it was when this run was planned. Nothing was changed.');
    }
}
/**
 * Who has a lock and no journal waits already, and has taken itself for the first.
 *
 * @throws what was met, where it is not this one's turn to wait, or not any longer.
 */
function refuseWaiting({ clock, journal }, { swap, error }, untilMs) {
    const isFirst = swap !== undefined && comesBefore(journal, swap);
    if (!isFirst || clock.monotonicMs() >= untilMs) {
        throw error;
    }
}
function waitedInVain({ message }, { error }) {
    return new come_too_late/* WaitedInVainError */._V(`${message} It waited for the opposite release to give way, and nothing was changed. ${error.message}`);
}
async function oppositesOf({ arm, lease, journal }, signal) {
    const addresses = await Promise.all(journal.moves.map(({ targetAddressId }) => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, targetAddressId, signal)));
    return addresses.flatMap((address) => {
        const { tags = {} } = address;
        const swap = journalledSwap(address);
        const lock = (0,record_lock/* readLock */.mF)(tags);
        if (lock !== undefined && lock.id !== lease.id && !(0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs())) {
            return [{ swap, error: new record_lock/* LockedError */.by(holderOf(address), lock, 'release', besideLock(address)) }];
        }
        const interrupted = (0,record_journal/* readJournal */.a0)(tags);
        return interrupted === undefined || interrupted.lockId === lease.id
            ? []
            : [{ swap, error: new interrupted_release/* InterruptedReleaseError */.i(holderOf(address), interrupted) }];
    });
}
async function eachOwn({ arm, journal }, change, signal) {
    for (const id of lockOrder(journal).toReversed()) {
        await changeTags(arm, id, ({ tags }) => change(tags), signal);
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/take-lock.js














function takeLock({ arm, lease, lateWritesUntilMs, hasBegun }, step) {
    const ids = lockOrder(step.journal);
    return {
        async run({ signal, clock }) {
            const write = async () => {
                // Anew each time: whoever recovers tells by it that what came to its end before has nothing to do with this release.
                const journal = journalOf(step, lease, arm.epochMs());
                for (const id of ids) {
                    const lock = (0,record_lease/* lockOf */.V)(lease, clock.monotonicMs(), arm.epochMs());
                    await changeTags(arm, id, (address) => locked(arm, address, step.journal, lock, journal), signal);
                }
            };
            await lockGivingWay({ arm, clock, lease, journal: step.journal, write }, signal);
        },
        // The tags were written under the ETag of an address on which nobody had a lock that binds.
        verify: async () => undefined,
        async undo({ signal, clock }) {
            await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
            const own = await ownRecords(arm, lease, ids, signal);
            // Another run had the lock, or has brought this release to its end: what there is to see is its doing then. So it is where this
            // one has locked and no more: the opposite release may be at work.
            const mayBeOwnDoing = own.length > 0 && hasBegun();
            if (mayBeOwnDoing && !(await isPlaced(arm, step.journal, placementsOf(step.journal).before, signal))) {
                throw new Error(`Production is not as it was before the release, so the journal stays in the tags of ${own.map(resource_id/* nameOf */.Vb).join(' and ')}: ` +
                    '"command: recover" finishes or undoes what the journal tells of.');
            }
            for (const id of ids.toReversed()) {
                await changeTags(arm, id, ({ tags }) => withoutOwnRecord(tags, lease), signal);
            }
        },
    };
}
async function ownRecords(arm, lease, ids, signal) {
    const own = [];
    for (const id of ids) {
        const { tags } = await (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal);
        own.push(...(isOwn(tags, lease) ? [id] : []));
    }
    return own;
}
function journalOf({ method, journal }, { id, owner }, startedAtEpochMs) {
    return {
        strategy: 'vip-swap',
        method,
        startedAtEpochMs,
        run: owner,
        lockId: id,
        entries: swapEntries(journal),
    };
}
/** @throws LockedError, InterruptedReleaseError, OutdatedPlanError where the address is no longer what was planned for. */
function locked(arm, address, swap, lock, journal) {
    const { tags = {} } = address;
    const found = (0,record_lock/* readLock */.mF)(tags);
    if (found !== undefined && found.id !== lock.id && !(0,record_lock/* isOver */.PU)(found, lock.owner, arm.epochMs())) {
        throw new record_lock/* LockedError */.by(holderOf(address), found, 'release', besideLock(address));
    }
    const interrupted = (0,record_journal/* readJournal */.a0)(tags);
    if (interrupted !== undefined && interrupted.lockId !== lock.id) {
        throw new interrupted_release/* InterruptedReleaseError */.i(holderOf(address), interrupted);
    }
    if (found?.id === lock.id && interrupted !== undefined) {
        return tags;
    }
    const holder = address.properties.ipConfiguration?.id;
    if (holder === undefined || !(0,resource_id/* sameId */.s)((0,resource_id/* topLevelId */.bY)(holder), swap.productionLoadBalancerId)) {
        throw new come_too_late/* OutdatedPlanError */._i(`"${address.name}" is no longer on ${(0,resource_id/* nameOf */.Vb)(swap.productionLoadBalancerId)}, where it was when this run was planned: it is ` +
            `${holder === undefined ? 'held by nothing' : `on ${holder}`} now. Nothing was changed; run again.`);
    }
    return (0,record/* withRecord */.q8)(address.tags, { lock, journal });
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/when-nobody-is-at-work.js


/**
 * Opens the window only when no operation of anybody runs on what takes part: ARM would not carry out the update that closes it
 * before that has ended, and production would be down meanwhile. Whoever begins after this look still can do that.
 */
function whenNobodyIsAtWork(performer, takingPart, { window, patienceMs }) {
    if (window !== 'opens') {
        return performer;
    }
    return {
        ...performer,
        async run(context) {
            await othersOperations(takingPart, context.signal, patienceMs);
            await performer.run(context);
        },
    };
}
async function othersOperations({ arm, bodies, journal }, signal, patienceMs) {
    const addresses = journal.moves.flatMap((move) => [
        move.productionAddressId,
        move.targetAddressId,
        move.standIn.id,
    ]);
    await Promise.all(addresses.map((id) => {
        // A recovery may have found another place to park.
        const read = async () => (await (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, id, signal)) ?? { id, properties: {} };
        return (0,azure_settled/* untilSettled */.Q)(arm, read, signal, patienceMs);
    }));
    // Last: the update that closes the window takes its body, and its ETag, from here.
    const loadBalancers = [journal.productionLoadBalancerId, journal.targetLoadBalancerId];
    await Promise.all(loadBalancers.map((id) => bodies.read(id, signal, patienceMs)));
}

// EXTERNAL MODULE: ./lib/record/record-removed-error.js
var record_removed_error = __webpack_require__(6302);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/perform/write-record.js









function writeRecord(arm, lease, watch, step) {
    return {
        async run({ signal }) {
            // One time for all of them: by it `rollback` knows what was moved together.
            const finishedAtEpochMs = arm.epochMs();
            // Last to first: whoever waits for all of them finds all of them free once the first one is.
            for (const id of lockOrder(step.journal).toReversed()) {
                await changeTags(arm, id, ({ tags = {} }) => isOwn(tags, lease)
                    ? (0,record/* withRecord */.q8)(tags, {
                        lock: null,
                        journal: null,
                        ...lastChange(step, { id, tags }, lease, watch, finishedAtEpochMs),
                    })
                    : withoutOwnRecord(tags, lease), signal);
            }
            for (const id of step.last.kind === 'removed' ? (step.journal.stayed ?? []) : []) {
                await changeTags(arm, id, ({ tags }) => withoutLast(tags), signal);
            }
        },
        async verify({ signal }) {
            for (const id of lockOrder(step.journal)) {
                const { name, tags } = await (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal);
                requireWritten(name, (0,record/* readRecord */.aE)(tags), lease, step);
            }
        },
        undo: async () => undefined,
    };
}
/** Of an address that this release has not locked: what another one is doing with it is that one's to write down. */
function withoutLast(tags = {}) {
    const isBusy = (0,record_lock/* readLock */.mF)(tags) !== undefined || (0,record_journal/* hasJournal */.w)(tags);
    return isBusy || (0,last_run/* readLastRun */.GJ)(tags) === undefined ? undefined : (0,record/* withRecord */.q8)(tags, { last: null });
}
/** @throws Error where the tags are not what they should be, and nobody else is at work whose they are now. */
function requireWritten(address, { lock, journal, last }, lease, step) {
    if (lock !== undefined && lock.id !== lease.id) {
        return;
    }
    if (lock !== undefined || journal !== undefined) {
        throw new Error(`"${address}" still has a lock or a journal of this release in its tags.`);
    }
    if (step.last.kind === 'written' && !(last && (0,last_run/* namesRun */.gZ)(last, releasedBy(step.last, lease)))) {
        throw new record_removed_error/* RecordRemovedError */.K(`"${address}" has no tag that says what was done: somebody has removed the tags of this release while it ran. Nothing is left to ` +
            'tidy up, but "command: rollback" will not know where to go.');
    }
}
/**
 * Records are closed one address after the other, and what an address had before is written over by that. Nobody shall be told
 * to roll back what has been undone, so nothing is left in its place.
 */
function isLeftBy(last, { releasedBy, begunAtEpochMs }, previousTarget) {
    return (last !== undefined &&
        (0,last_run/* namesRun */.gZ)(last, releasedBy) &&
        last.finishedAtEpochMs >= begunAtEpochMs &&
        last.previousTarget.toLowerCase() === previousTarget.toLowerCase());
}
function releasedBy(last, { owner }) {
    return last.releasedBy ?? owner;
}
function lastChange({ last, method, journal }, { id, tags }, lease, watch, finishedAtEpochMs) {
    switch (last.kind) {
        case 'undone':
            return isLeftBy((0,last_run/* readLastRun */.GJ)(tags), last, previousTargetOf(journal, id)) ? { last: null } : {};
        case 'removed':
            return { last: null };
        case 'written': {
            const written = {
                finishedAtEpochMs,
                kind: journal.release,
                strategy: 'vip-swap',
                method,
                previousTarget: previousTargetOf(journal, id),
                target: targetOf(journal, id),
                companions: companionsOf(journal, id),
                downtime: watch.downtime(),
                run: releasedBy(last, lease),
            };
            return { last: written };
        }
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/performers.js










/**
 * What each kind of step does. One call serves one run: the performers share the load balancers' latest bodies, and a step has one
 * performer, because its undoing has to know which of its writes got no answer.
 */
function vipSwapPerformers(dependencies) {
    const { arm, watch, lease, journal, lateWritesUntilMs = Number.NEGATIVE_INFINITY } = dependencies;
    const guard = { arm, lease, journal, isLockNeeded: dependencies.isLockNeeded ?? true };
    const bodies = new LoadBalancerBodies(arm);
    const looks = looksBeforeRepeating(guard);
    const underLock = (step, performer) => guarded(performer, guard, step);
    const performers = new Map();
    const hasBegun = () => [...performers.keys()].some(({ kind }) => kind !== 'take-lock');
    const make = (step) => {
        switch (step.kind) {
            case 'take-lock':
                return takeLock({ arm, lease, lateWritesUntilMs, hasBegun }, step);
            case 'create-temporary-addresses':
                return underLock(step, createTemporaryAddresses({ arm, journal, lateWritesUntilMs }, step));
            case 'assign-addresses':
                return whenNobodyIsAtWork(underLock(step, assignAddresses(arm, bodies, looks, step)), { arm, bodies, journal }, step);
            case 'swap-addresses':
                return underLock(step, swapAddresses(arm, looks, step));
            case 'outlast-late-writes':
                return outlastLateWrites(arm, lateWritesUntilMs, step);
            case 'confirm-production':
                return guardedAgainstOthers(confirm_production_confirmProduction(arm, watch, step), guard);
            case 'delete-temporary-addresses':
                return guardedAgainstOthers(deleteTemporaryAddresses(arm, step), guard);
            case 'write-record':
                return writeRecord(arm, lease, watch, step);
        }
    };
    return (step) => {
        const performer = performers.get(step) ?? make(step);
        performers.set(step, performer);
        return performer;
    };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/see-production.js








/** Whoever waits for the end of the run has waited enough. */
const see_production_LONGEST_LOOK_MS = 10_000;
/**
 * Looks where production is, and says so, or which updates give it back where a frontend has none of it. Says nothing where that is not
 * certain: an update of who has it runs or has failed, the addresses are on both sides, ARM does not answer.
 *
 * @param signal aborts where there is no time even for this.
 * @param side to which production is to be given back by hand. Absent: others may be at work, so nobody shall.
 */
async function seeProduction({ arm, clock, emit }, journal, signal, side) {
    const deadline = { clock, signal, timeoutMs: see_production_LONGEST_LOOK_MS, subject: 'where production is' };
    try {
        const look = await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => lookAt(arm, journal, limited));
        const loadBalancer = holderIn(journal, look);
        const changes = side === undefined ? [] : givingBackSeen(journal, look, side);
        if (loadBalancer !== undefined) {
            emit({ type: 'production-seen', atMs: clock.monotonicMs(), loadBalancer });
        }
        else if (changes.length > 0) {
            emit({ type: 'by-hand', atMs: clock.monotonicMs(), changes });
        }
    }
    catch {
        // What became of the run is told all the same.
    }
}
async function lookAt(arm, journal, signal) {
    const [production, target, addresses] = await Promise.all([
        (0,load_balancers/* getLoadBalancer */.n$)(arm, journal.productionLoadBalancerId, signal),
        (0,load_balancers/* getLoadBalancer */.n$)(arm, journal.targetLoadBalancerId, signal),
        Promise.all(journal.moves.map(({ productionAddressId }) => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, productionAddressId, signal))),
    ]);
    return { loadBalancers: { production, target }, addresses };
}
function holderIn(journal, { loadBalancers, addresses }) {
    const { before, after } = placementsOf(journal);
    const sides = [
        { loadBalancer: loadBalancers.production, assignments: before.production },
        { loadBalancer: loadBalancers.target, assignments: after.target },
    ];
    // What goes on at the other side takes production away from nobody: an address has one holder.
    return sides.find(({ loadBalancer, assignments }) => isAsWanted(loadBalancer, assignments) &&
        addresses.every(({ properties: { ipConfiguration } }) => (0,resource_id/* sameId */.s)((0,resource_id/* topLevelId */.bY)(ipConfiguration?.id ?? ''), loadBalancer.id)))?.loadBalancer.name;
}
/** What the address says counts as well: a frontend that the swap knows nothing of may have it. */
function givingBackSeen(journal, { loadBalancers, addresses }, side) {
    const { before } = placementsOf(journal);
    const placement = {
        production: currentAssignments(loadBalancers.production, before.production),
        target: currentAssignments(loadBalancers.target, before.target),
    };
    return givingBack(journal, loadBalancers, placement, side).filter(({ to }) => addresses.some((address) => (0,resource_id/* sameId */.s)(address.id, to ?? '') && isUnserved(address)));
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/steps.js
const KINDS = {
    'take-lock': true,
    'create-temporary-addresses': true,
    'assign-addresses': true,
    'swap-addresses': true,
    'outlast-late-writes': true,
    'confirm-production': true,
    'delete-temporary-addresses': true,
    'write-record': true,
};
/** @throws Error for a plan that takes no lock: every plan of a release does. */
function journalIn({ goal, steps }) {
    const locking = steps.find((step) => step.kind === 'take-lock');
    if (locking === undefined) {
        throw new Error(`The plan "${goal}" takes no lock, so it is not one of this version.`);
    }
    return locking.journal;
}
/** For a plan that comes from another process: it was written by this module, so its kind says all. */
function isVipSwapStep(step) {
    return Object.hasOwn(KINDS, step.kind);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/release.js














/** The swap as planned; under `auto`, `temporary-ip` follows a native swap that is not to be had. */
function releaseOf(swap, watch, plan) {
    return {
        plan,
        async run(control) {
            const begunIds = new Set();
            try {
                const result = await runWithFallback(noting(swap, begunIds), watch, plan, control);
                if (result.outcome === 'rolled-back' && !(0,come_too_late/* hasComeTooLate */.bK)(result)) {
                    await seeServiceReturn(swap, watch, control);
                }
                const isOfOthers = hasOnlyLocked(begunIds);
                if (result.outcome === 'failed' ||
                    (result.outcome === 'rolled-back' && !(0,come_too_late/* hasComeTooLate */.bK)(result) && isOfOthers)) {
                    const side = isOfOthers ? undefined : 'production';
                    await seeProduction(swap.context, journalIn(plan), control.signal, side);
                }
                const isLeft = control.onFailure === 'stop' || (0,hand_over/* isHandedOver */.nc)(result);
                if (result.outcome === 'failed' && isLeft) {
                    await giveUpLock(swap.context, journalIn(plan), control.signal);
                }
                return isOfOthers || (0,come_too_late/* hasComeTooLate */.bK)(result)
                    ? result
                    : await lookAtEnd(swap, watch, plan, result, control);
            }
            finally {
                await watch.stop(control.signal);
            }
        },
    };
}
/** Of a run that has come to one of its two ends. */
async function lookAtEnd({ context }, watch, plan, result, { signal }) {
    const { outcome } = result;
    if (outcome !== 'succeeded' && outcome !== 'rolled-back') {
        return result;
    }
    const journal = journalIn(plan);
    const sides = journal.moves.map(() => (outcome === 'succeeded' ? 'target' : 'production'));
    return lookLast({ context, watch, journal, sides }, result, signal);
}
/** Notes which steps are begun. */
function noting(swap, begunIds) {
    const { emit } = swap.context;
    return {
        ...swap,
        context: {
            ...swap.context,
            emit: (event) => {
                if (event.type === 'step-started') {
                    begunIds.add(event.stepId);
                }
                emit(event);
            },
        },
    };
}
async function runWithFallback(swap, watch, plan, control) {
    const { clock } = swap.context;
    const endsAtMs = clock.monotonicMs() + control.timeoutMs;
    const result = await release_run(swap, watch, plan, control);
    const { error, undoErrors } = result;
    const isUnavailable = error instanceof NativeSwapUnavailableError && undoErrors.length === 0;
    if (swap.options.goal.swapMethod !== 'auto' || !isUnavailable) {
        return result;
    }
    const deadline = { clock, signal: control.signal, subject: 'the checks before temporary-ip' };
    const next = await (0,engine_deadline/* withDeadline */.N)({ ...deadline, timeoutMs: endsAtMs - clock.monotonicMs() }, (signal) => planFallback(swap, error, signal));
    return release_run(swap, watch, next, { ...control, timeoutMs: endsAtMs - clock.monotonicMs() });
}
/** @throws RefusedError where what `temporary-ip` needs, and ARM's own swap does not, is not there. */
async function planFallback(swap, error, signal) {
    const chosen = {
        method: 'temporary-ip',
        reason: `ARM's own swap was tried first and is not to be had here: ${error.message}`,
        obstacles: [],
    };
    const findings = await preflight(swap, chosen, signal);
    const refusals = refusalsOf(findings);
    if (refusals.length > 0) {
        throw new refused_error/* RefusedError */.f([error.message, ...refusals]);
    }
    return planSwap(swap.environment, swap.options.goal, chosen, findings, swap.options.record);
}
function release_run({ context }, watch, plan, control) {
    return (0,run/* runPlan */.Fo)({
        ...control,
        onFailure: () => control.onFailure,
        plan,
        performerOf: vipSwapPerformers({
            arm: context.arm,
            watch,
            lease: context.lease,
            journal: journalIn(plan),
        }),
        clock: context.clock,
        emit: context.emit,
    });
}
/** The outage of a swap that was undone ends with steady answers too; that they stay away changes no outcome any more. */
async function seeServiceReturn({ context }, watch, { signal, undoTimeoutMs }) {
    const { clock } = context;
    const deadline = { clock, signal, timeoutMs: undoTimeoutMs, subject: 'production to answer again' };
    await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => watch.answersSteadily({ signal: limited, clock })).catch(() => undefined);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/prepare.js












/** Reads, checks, plans; writes nothing. */
async function prepareVipSwap(context, options) {
    const { arm, signal } = context;
    const named = await readAtRest(context, options);
    if ('kind' in named) {
        return named;
    }
    const observation = await observe(arm, options.goal, named, signal);
    if (observation.kind === 'on-target') {
        return confirmAlreadyThere(context, options, observation);
    }
    const swap = { context, options, environment: observation.environment };
    const watch = await startWatch(swap);
    try {
        return await prepareSwap(swap, watch);
    }
    catch (error) {
        await watch.stop(signal);
        throw error;
    }
}
/** What does not come to rest for so long is taken as it is: the checks, and the writes under their ETags, see to it then. */
const MOST_READS = 20;
/** Who works on it, or has left it, is what there is to say before anything is waited for. */
async function readAtRest(context, { goal }) {
    const { arm, signal } = context;
    let isHanging = false;
    for (let reads = 1;; reads += 1) {
        const named = await readNamed(arm, goal, signal);
        const hindrance = (await hindranceOf(named.productionAddresses, context)) ??
            oppositeHindrance(await exchangedAddresses(arm, goal, named, signal), context);
        if (hindrance !== undefined) {
            return hindrance;
        }
        if (isHanging || reads === MOST_READS || isAtRest(named)) {
            return named;
        }
        isHanging = !(await settleNamed(arm, named, signal));
    }
}
async function startWatch({ context, options, environment }) {
    if (context.command === 'plan') {
        return production_watch/* unwatched */.Ml;
    }
    const { clock, emit, controlPlaneSeconds, recoveredSeconds } = context;
    if (!options.isProbeOn) {
        return (0,production_watch/* afterRecovery */.mZ)((0,production_watch/* unprobed */.y0)(controlPlaneSeconds), recoveredSeconds);
    }
    const target = productionProbeTarget(environment, options.probe);
    const watch = await (0,production_watch/* watchProduction */.VF)(target, options.probe, options.verifyTimeoutMs, clock, emit);
    return (0,production_watch/* afterRecovery */.mZ)(watch, recoveredSeconds);
}
async function prepareSwap(swap, watch) {
    const { options, environment } = swap;
    const chosen = chooseMethod(options.goal.swapMethod, await obstaclesOfNative(swap));
    const findings = (await Promise.all([preflight(swap, chosen, swap.context.signal), baseline(swap, watch)])).flat();
    const plan = planSwap(environment, options.goal, chosen, findings, options.record);
    const subject = subjectOf(environment);
    const refusals = refusalsOf(findings);
    if (refusals.length > 0) {
        await watch.stop(swap.context.signal);
        return { kind: 'refused', subject, plan, refusals };
    }
    return { kind: 'ready', subject, release: releaseOf(swap, watch, plan) };
}
function subjectOf({ productionLoadBalancer, targetLoadBalancer, moves }) {
    return {
        productionAddresses: moves.map((move) => namedAddress(move.productionAddress)),
        previousLoadBalancer: productionLoadBalancer.name,
        previousLoadBalancerId: productionLoadBalancer.id,
        newLoadBalancer: targetLoadBalancer.name,
    };
}

// EXTERNAL MODULE: ./lib/strategies/recovery-timeout-error.js
var recovery_timeout_error = __webpack_require__(6451);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/served-by.js



/** Says where production is, where that is one load balancer for all of it. */
function tellServedBy({ clock, emit }, addresses) {
    const owners = (0,azure_scopes/* distinctScopes */.uA)(addresses.map(({ properties: { ipConfiguration } }) => (0,resource_id/* topLevelId */.bY)(ipConfiguration?.id ?? ''))).map(resource_id/* parseResourceId */.RQ);
    const [owner, ...others] = owners;
    if (addresses.some(isUnserved) || others.length > 0 || !served_by_isLoadBalancer(owner?.type)) {
        return;
    }
    emit({ type: 'production-seen', atMs: clock.monotonicMs(), loadBalancer: owner?.name ?? '' });
}
function served_by_isLoadBalancer(type) {
    return type?.toLowerCase() === 'microsoft.network/loadbalancers';
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/moved-by-others.js





/**
 * What a release that was interrupted has moved nothing of, although it is not where it was when that began: the opposite release, which
 * had locked at the same time, has exchanged these addresses and come to its end. To undo the interrupted one is to leave them there.
 *
 * Nobody begins to move under his lock who sees the opposite one's, so whose exchanged address tells of a release that ended after he
 * had written his journal has moved nothing. A release with `record: none` leaves no word. Of several addresses, which one release
 * moves by the same updates, that one is elsewhere and another is not says as much, where none of its temporary addresses was made.
 *
 * @returns none as well where that is not certain.
 */
async function movedByOthers(arm, seen, { startedAtEpochMs }, signal) {
    const { moves } = seen.journal;
    const away = moves.filter((move) => !isAt(seen, move, 'before'));
    const isExchanged = away.every((move) => isAt(seen, move, 'after'));
    if (away.length === 0 || !isExchanged || moves.some(({ standIn }) => isHeld(seen.placement, standIn.id))) {
        return [];
    }
    const ends = await Promise.all(away.map((move) => endOfOpposite(arm, seen, move, signal)));
    if (ends.every((endedAtEpochMs) => endedAtEpochMs > startedAtEpochMs)) {
        return away;
    }
    return away.length < moves.length && (await hasMadeNone(arm, moves, signal)) ? away : [];
}
/** For whoever reads why nothing is moved: `vipswap1pip6 is on vipswap2lb by the opposite release`. */
function movedByOthersText({ loadBalancers, movedByOthers: moved }) {
    const names = moved.map(({ productionAddressId }) => (0,resource_id/* nameOf */.Vb)(productionAddressId)).join(' and ');
    return (`it has moved nothing: ${names} ${moved.length === 1 ? 'is' : 'are'} on ${loadBalancers.target.name} by somebody else's doing, ` +
        'the opposite release, and what that has done is left as it is');
}
function isAt({ journal, placement }, move, end) {
    const wanted = placementsOf({ ...journal, moves: [move] })[end];
    return SIDES.every((side) => wanted[side].every(({ frontend, publicIpAddressId }) => holds(placement[side].filter((each) => each.frontend === frontend), publicIpAddressId)));
}
/** When the release came to its end that has taken what was to be exchanged away from the target, by the tag that it left there. */
async function endOfOpposite(arm, { journal }, { targetAddressId, targetFrontend }, signal) {
    const address = await (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, targetAddressId, signal);
    const last = (0,last_run/* readLastRun */.GJ)(address?.tags ?? {});
    const from = targetNameOf(journal, targetFrontend);
    return last?.strategy === 'vip-swap' && last.previousTarget.toLowerCase() === from.toLowerCase()
        ? last.finishedAtEpochMs
        : Number.NEGATIVE_INFINITY;
}
/** They are made before anything is moved, and deleted when all of it is at one end. */
async function hasMadeNone(arm, moves, signal) {
    const temporary = moves.filter(({ standIn }) => standIn.isTemporary);
    const found = await Promise.all(temporary.map(({ standIn }) => (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, standIn.id, signal)));
    return temporary.length > 0 && found.every((each) => each === undefined);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/direction.js






/**
 * `auto` takes the way with the shorter outage, by recorded durations of the updates that it takes while production is not
 * served; where both cost the same, back to what served when the release began.
 *
 * @param begun the way that a recovery before this one had taken: two that go different ways would undo each other.
 * @throws ClosedWayError where an address that the way needs was deleted.
 */
function chooseDirection(wanted, live, begun) {
    const open = DIRECTIONS.filter((each) => isOpen(live, each));
    const [only, ...others] = open;
    if (only === undefined || (wanted !== 'auto' && wanted !== only && !others.includes(wanted))) {
        throw new ClosedWayError(closedText(live, wanted === 'auto' ? DIRECTIONS : [wanted], only));
    }
    if (wanted !== 'auto') {
        const isLeft = wanted === 'undo' && live.movedByOthers.length > 0;
        return {
            direction: wanted,
            reason: `asked for by recover-to${isLeft ? `; ${movedByOthersText(live)}` : ''}`,
        };
    }
    if (others.length === 0) {
        return { direction: only, reason: 'an address that the other way needs does not exist any more' };
    }
    if (begun !== undefined) {
        return { direction: begun, reason: 'another recovery had begun to go this way' };
    }
    if (live.movedByOthers.length > 0) {
        return { direction: 'undo', reason: movedByOthersText(live) };
    }
    const outageMs = { finish: outageSeconds(live, 'finish'), undo: outageSeconds(live, 'undo') };
    const direction = outageMs.finish < outageMs.undo ? 'finish' : 'undo';
    const text = (seconds) => (seconds === 0 ? 'no outage' : `about ${seconds} s of outage`);
    return {
        direction,
        reason: `finishing costs ${text(outageMs.finish)} from here and undoing ${text(outageMs.undo)}, by recorded durations`,
    };
}
const DIRECTIONS = ['finish', 'undo'];
/** Somebody has deleted an address without which the release cannot be brought to where it was asked to go. */
class ClosedWayError extends Error {
    name = 'ClosedWayError';
    code = 'ClosedWay';
}
/**
 * Whether there are moves that lead there. Where the exchanged address is gone, and the two frontends have each other's, none is left on
 * which one of them could wait.
 */
function isOpen(live, direction) {
    return strandedIn(live, direction).length === 0;
}
function strandedIn(live, direction) {
    const { journal, placement } = live;
    const wanted = wantedPlacement(live, direction);
    const on = (assignments, frontend) => assignments.find((each) => each.frontend === frontend)?.publicIpAddressId;
    return journal.moves.filter(({ productionFrontend, targetFrontend, targetAddressId, standIn }) => (0,resource_id/* sameId */.s)(targetAddressId, standIn.id) &&
        (0,resource_id/* sameId */.s)(on(placement.production, productionFrontend), on(wanted.target, targetFrontend)) &&
        (0,resource_id/* sameId */.s)(on(placement.target, targetFrontend), on(wanted.production, productionFrontend)));
}
function closedText(live, closed, open) {
    const stranded = closed.flatMap((direction) => strandedIn(live, direction));
    const names = (0,azure_scopes/* distinctScopes */.uA)(stranded.map(({ productionAddressId }) => (0,resource_id/* nameOf */.Vb)(productionAddressId)));
    return (`What ${names.join(' and ')} was to be exchanged for does not exist any more, so there is no address on which a frontend could wait: ` +
        `the release cannot be brought to an end by ${closed.map((each) => `recover-to: ${each}`).join(' or ')}. ` +
        `${open === undefined ? 'Create the address anew, under the name that is in the tag that ends with -exchanged-for' : `Use recover-to: ${open}`}, and recover then.`);
}
/** Moves that lead from the live placement to the one that the direction ends at. */
function movesTo(live, direction) {
    return planMoves({ ...presentOf(live), wanted: wantedPlacement(live, direction) });
}
function presentOf({ journal, placement }) {
    return {
        current: placement,
        productionAddressIds: journal.moves.map(({ productionAddressId }) => productionAddressId),
        spareAddressIds: journal.moves.map(({ standIn }) => standIn.id),
    };
}
function wantedPlacement({ journal, placement, movedByOthers }, direction) {
    const { before, after } = placementsOf(journal);
    if (direction === 'finish') {
        return after;
    }
    return movedByOthers.length > 0 ? placement : before;
}
/** The side to which that way leads. */
function sideOf(direction) {
    return direction === 'finish' ? 'target' : 'production';
}
/** The side that serves each production address at the end of that way: not one for all where the opposite release has moved a part. */
function servingSides(live, direction) {
    const wanted = wantedPlacement(live, direction);
    return live.journal.moves.map(({ productionAddressId }) => holds(wanted.target, productionAddressId) ? 'target' : 'production');
}
/** Of the updates while which production is away, or a part of it. */
function outageSeconds(live, direction) {
    return movesInOutage(presentOf(live), movesTo(live, direction))
        .map(({ side }) => expectedOfUpdate(live.loadBalancers[side]))
        .reduce((sum, seconds) => sum + seconds, 0);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/live-swap.js








/**
 * Waits until no update runs on either load balancer; one that hangs is taken as it is, because ARM lets another one
 * supersede it.
 *
 * @throws ForeignChangeError where a frontend has an address that the swap knows nothing of.
 */
async function readLiveSwap(arm, journal, begun, signal, patienceMs = azure_settled/* UNDO_PATIENCE_MS */.m) {
    const [production, target] = await Promise.all([
        (0,load_balancers/* getSettled */.yc)(arm, journal.productionLoadBalancerId, signal, patienceMs),
        (0,load_balancers/* getSettled */.yc)(arm, journal.targetLoadBalancerId, signal, patienceMs),
    ]);
    const { before } = placementsOf(journal);
    const seen = {
        journal,
        loadBalancers: { production, target },
        placement: {
            production: currentAssignments(production, before.production),
            target: currentAssignments(target, before.target),
        },
    };
    requireKnown(seen);
    return { ...seen, movedByOthers: await movedByOthers(arm, seen, begun, signal) };
}
function requireKnown({ journal, loadBalancers, placement }) {
    const known = journal.moves.flatMap(({ productionAddressId, targetAddressId, standIn }) => [
        productionAddressId,
        targetAddressId,
        standIn.id,
    ]);
    for (const side of SIDES) {
        const foreign = placement[side].find(({ publicIpAddressId }) => !known.some((id) => (0,resource_id/* sameId */.s)(id, publicIpAddressId)));
        if (foreign !== undefined) {
            throw foreignChange(loadBalancers[side], foreign);
        }
    }
}
function foreignChange({ name }, { frontend, publicIpAddressId }) {
    return new foreign_change_error/* ForeignChangeError */.v(`Frontend "${frontend}" of ${name} has ${(0,resource_id/* nameOf */.Vb)(publicIpAddressId)}, which the interrupted swap knows nothing of: somebody ` +
        'else has changed it since. That is left as it is: give the frontend the address that it had before or was to get, and ' +
        'recover then.');
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/opposite.js











/** The opposite release works on the same frontends, or was interrupted there: this one's turn is after it. */
class OppositeReleaseError extends Error {
    name = 'OppositeReleaseError';
    code = 'OppositeRelease';
}
/** A lock without a journal is none: who waits for this release to end has moved nothing, and begins nothing before that. */
async function opposite_oppositesOf(arm, { moves }, signal) {
    const found = await Promise.all(moves.map(({ targetAddressId }) => (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, targetAddressId, signal)));
    return found.flatMap((address) => (address === undefined ? [] : opposite_releaseOf(address)));
}
/** One that cannot be read is left out: it tells nobody what it moves. */
function opposite_releaseOf(address) {
    const swap = journalledSwap(address);
    const journal = swap && (0,record_journal/* readJournal */.a0)(address.tags ?? {});
    return swap === undefined || journal === undefined ? [] : [{ address, journal, swap }];
}
/**
 * As `readLiveSwap`.
 *
 * @throws OppositeReleaseError instead of a ForeignChangeError where the opposite release explains it: a frontend has its temporary
 *   address, which only a recovery of that one knows.
 */
async function readOwnSwap({ context, swap, journal }, signal, patienceMs) {
    try {
        return await readLiveSwap(context.arm, swap, journal, signal, patienceMs);
    }
    catch (error) {
        const [opposite] = error instanceof foreign_change_error/* ForeignChangeError */.v ? await opposite_oppositesOf(context.arm, swap, signal) : [];
        throw opposite === undefined ? error : oppositeRelease(context, swap, opposite);
    }
}
/**
 * Of two opposite releases only one has begun to move anything, but both may have a journal: one that was killed right when it had
 * locked. Whose stand-in a frontend has, has begun. Where none has one, somebody who is alive may be about to: what is moved then
 * would be moved under his hands.
 *
 * @throws OppositeReleaseError
 */
async function requireTurn(context, live, { direction }, signal) {
    if (movesTo(live, direction).length === 0) {
        return;
    }
    const opposites = await opposite_oppositesOf(context.arm, live.journal, signal);
    const [bound] = opposites.filter((each) => boundLock(context, each) !== undefined);
    if (bound !== undefined && !hasBegun(live, bound)) {
        // Of two that have both moved nothing each would name the other: to undo either of them needs no turn.
        const hasMoved = movesTo(live, 'undo').length > 0;
        throw oppositeRelease(context, live.journal, bound, hasMoved ? undefined : 'undo');
    }
}
/** A spare address that both were given stands in on the target of the one that has begun. */
function hasBegun({ journal, placement }, opposite) {
    return journal.moves.some(({ standIn }) => {
        const isShared = opposite.swap.moves.some((theirs) => (0,resource_id/* sameId */.s)(theirs.standIn.id, standIn.id));
        return isShared ? holds(placement.target, standIn.id) : isHeld(placement, standIn.id);
    });
}
function boundLock({ arm, lease }, { address }) {
    const lock = (0,record_lock/* readLock */.mF)(address.tags ?? {});
    return lock === undefined || lock.id === lease.id || (0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs())
        ? undefined
        : lock;
}
/** @param recoverTo what makes the recovery of that one work at once; absent: any. */
function oppositeRelease(context, { moves }, opposite, recoverTo) {
    const { address, journal } = opposite;
    const lock = boundLock(context, opposite);
    const way = recoverTo === undefined ? '' : ` with recover-to: ${recoverTo}, which moves nothing, and`;
    const names = moves.map(({ productionAddressId }) => (0,resource_id/* nameOf */.Vb)(productionAddressId)).join(' and ');
    return new OppositeReleaseError(`The opposite release, of "${address.name}", works on the same frontends. It was begun by ${journal.run}, ` +
        `${lock === undefined ? 'was interrupted' : `is locked ${(0,record_lock/* describeLock */.FD)(lock)}`}, and comes first: the release of ${names} is not ` +
        `recovered before that one is at its end. ${lock === undefined ? 'Run' : 'Wait for it. If its runner is lost, run'} "command: ` +
        `recover"${way} with ${(0,record_holder/* namingText */.K)(holderOf(address))}, and then this once more.`);
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/gone.js




/** What a recovery leaves alone, because the address that it was about is gone. */
function goneHazards(gone, loadBalancers) {
    return gone.map((move) => {
        const frontends = frontendsOf(move, loadBalancers).map(({ loadBalancer, frontend, addressId }) => `frontend ${frontend} of ${loadBalancer} keeps ${(0,resource_id/* nameOf */.Vb)(addressId)}`);
        const temporary = frontendsOf(move, loadBalancers).some(({ addressId }) => isTemporary(move, addressId))
            ? ` ${(0,resource_id/* nameOf */.Vb)(move.standIn.id)} was made for the release and is not deleted, because it is in use: give that frontend another address, and delete it.`
            : '';
        return (`${(0,resource_id/* nameOf */.Vb)(move.productionAddressId)}, which the release was to move as well, does not exist any more, and nobody can serve it: ` +
            `${frontends.join(' and ') || 'no frontend of it is left'}.${temporary}`);
    });
}
/** The side that does not serve production was to have an address that is gone. */
function unexchangedHazards(unexchanged, loadBalancer, side) {
    return unexchanged.map((move) => {
        const { productionAddressId, targetAddressId, standIn } = move;
        const keeps = `frontend ${frontendOf(move, side)} of ${loadBalancer.name} keeps ${(0,resource_id/* nameOf */.Vb)(standIn.id)}`;
        return (`${(0,resource_id/* nameOf */.Vb)(targetAddressId)}, for which the release was to exchange ${(0,resource_id/* nameOf */.Vb)(productionAddressId)}, does not exist any more: ${keeps}` +
            `${standIn.isTemporary ? ', which was made for the release and is not deleted, because it is in use: give that frontend another address, and delete it' : ''}.`);
    });
}
/** Temporary addresses of what is gone that no frontend has: nobody else will ever look for them. */
function needlessStandIns(gone, loadBalancers) {
    return gone
        .filter((move) => move.standIn.isTemporary &&
        !frontendsOf(move, loadBalancers).some(({ addressId }) => isTemporary(move, addressId)))
        .map(({ standIn }) => standIn.id);
}
function isTemporary({ standIn }, addressId) {
    return standIn.isTemporary && (0,resource_id/* sameId */.s)(standIn.id, addressId);
}
function frontendsOf(move, loadBalancers) {
    return SIDES.flatMap((side) => {
        const frontend = frontendOf(move, side);
        return currentAssignments(loadBalancers[side], [{ frontend, publicIpAddressId: '' }]).map(({ publicIpAddressId }) => ({
            loadBalancer: loadBalancers[side].name,
            frontend,
            addressId: publicIpAddressId,
        }));
    });
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/plan.js











/** The steps that lead from Azure as it is to where the interrupted swap was to go, or back to where it came from. */
function planRecovery(options) {
    const { live, chosen, method } = options;
    const [side = 'production'] = servingSides(live, chosen.direction);
    const otherSide = side === 'target' ? 'production' : 'target';
    return {
        strategy: 'vip-swap',
        method,
        methodReason: `to ${chosen.direction} an interrupted swap: ${chosen.reason}`,
        goal: goalOf(live, chosen, side),
        steps: plan_stepsOf(options, side),
        expectedDowntime: UNKNOWN_DOWNTIME,
        hazards: [
            ...goneHazards(options.gone, live.loadBalancers),
            ...unexchangedHazards(options.unexchanged, live.loadBalancers[otherSide], otherSide),
        ],
        unchecked: options.unchecked,
    };
}
function goalOf({ journal, loadBalancers, movedByOthers }, { direction }, side) {
    const names = journal.moves.map(({ productionAddressId }) => (0,resource_id/* nameOf */.Vb)(productionAddressId)).join(' and ');
    if (direction === 'undo' && movedByOthers.length > 0) {
        return `${names} shall stay where they are, and nothing be left of the release that has not moved them`;
    }
    return `${names} shall serve from ${loadBalancers[side].name}${direction === 'undo' ? ' again' : ''}`;
}
const UNKNOWN_DOWNTIME = {
    medianSeconds: null,
    p90Seconds: null,
    basis: 'an outage that an interrupted run began has no expected end',
};
function plan_stepsOf(options, side) {
    const { live, chosen, method } = options;
    const { journal, loadBalancers } = live;
    const wanted = wantedPlacement(live, chosen.direction);
    const moves = movesTo(live, chosen.direction);
    // What hangs holds its addresses: a move of the other side would be refused for them until it is written over.
    const rewrittenFirst = isContested(live.placement)
        ? []
        : SIDES.filter((each) => plan_isHanging(loadBalancers[each]) && moves[0]?.side !== each);
    const rewrittenLast = SIDES.filter((each) => !isSettled(loadBalancers[each]) &&
        !rewrittenFirst.includes(each) &&
        !moves.some((move) => move.side === each));
    return [
        ...rewrittenFirst.map((each) => rewriteStep(live, each)),
        ...createSteps(options, moves),
        ...uniquely(moves.map((move) => moveStep(live, move))),
        ...rewrittenLast.map((each) => rewriteStep(live, each)),
        outlastStep(live, wanted, side),
        confirmProduction(loadBalancers, wanted, side),
        ...deleteSteps(options),
        writeRecordStep(journal, method, lastEntry(options), options.productionAddresses),
    ];
}
/** Whatever hangs was waited for before the plan was made, and is written over. */
function moveStep({ loadBalancers, placement }, move) {
    return {
        ...assignStep(loadBalancers[move.side], move, placement[move.side]),
        patienceMs: plan_isHanging(loadBalancers[move.side]) ? 0 : azure_settled/* UNDO_PATIENCE_MS */.m,
    };
}
/** An undone release has not been: what was done before it stays the last. */
function lastEntry({ chosen, live, leavesRecord, begun }) {
    const releasedBy = begun.run;
    if (chosen.direction === 'undo') {
        return { kind: 'undone', releasedBy, begunAtEpochMs: begun.startedAtEpochMs };
    }
    return leavesRecord && live.journal.leavesRecord ? { kind: 'written', releasedBy } : { kind: 'removed' };
}
/** Whoever is parked anew gets an address that nothing holds; what the interrupted run had made may be gone. */
function createSteps({ live, productionAddresses, temporaryIpTags }, moves) {
    const parked = live.journal.moves.filter(({ standIn }) => standIn.isTemporary &&
        !isHeld(live.placement, standIn.id) &&
        moves.some(({ assignments }) => holds(assignments, standIn.id)));
    const templates = parked.flatMap(({ productionAddressId }) => productionAddresses
        .filter(({ id }) => (0,resource_id/* sameId */.s)(id, productionAddressId))
        .map((address) => temporaryAddressFor(address, temporaryIpTags)));
    return templates.length === 0 ? [] : [createStep(templates)];
}
/** Deleting what is not there is done at once, so nobody has to know whether the interrupted run had made it. */
function deleteSteps({ live, gone }) {
    const ids = [
        ...live.journal.moves.flatMap(({ standIn }) => (standIn.isTemporary ? [standIn.id] : [])),
        ...needlessStandIns(gone, live.loadBalancers),
    ];
    return ids.length === 0 ? [] : [deleteStep(ids)];
}
/** Its update was waited for before the plan was made. */
function plan_isHanging({ properties }) {
    return properties.provisioningState === 'Updating';
}
function isSettled({ properties }) {
    return properties.provisioningState === 'Succeeded';
}
/** After an update that failed or hangs, the model may be right and the data plane not: the same is written once more. */
function rewriteStep(live, side) {
    const { loadBalancers, placement } = live;
    const loadBalancer = loadBalancers[side];
    const assignments = currentAssignments(loadBalancer, placement[side]);
    const move = {
        side,
        assignments,
        previousAssignments: assignments,
        takesAway: false,
        givesBack: false,
    };
    return {
        ...moveStep(live, move),
        id: `rewrite-${side}`,
        title: `Write ${loadBalancer.name} once more, whose last update did not succeed`,
    };
}
function outlastStep({ loadBalancers }, wanted, side) {
    return {
        id: 'outlast-late-writes',
        kind: 'outlast-late-writes',
        title: 'Wait until no write of the interrupted run can arrive any more',
        expected: expectedOn(loadBalancers, wanted, side),
        changes: [],
        calls: [],
        verifiedBy: 'a fresh read of both load balancers',
        undoneBy: 'nothing to undo',
    };
}
/** Two moves of one plan may be of one kind: ids are unique all the same. */
function uniquely(steps) {
    return steps.map((step, index) => {
        const before = steps.slice(0, index).filter(({ id }) => id === step.id).length;
        return before === 0 ? step : { ...step, id: `${step.id}-${before + 1}` };
    });
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/start-watch.js





/** Production may be down: that it cannot be asked must not keep anybody from bringing it back. */
async function start_watch_startWatch({ clock, emit }, options, live, { direction }, [address]) {
    if (!options.isProbeOn || address === undefined) {
        return { watch: production_watch/* unwatched */.Ml, unchecked: [] };
    }
    const [move] = live.journal.moves;
    const [side = 'production'] = servingSides(live, direction);
    try {
        const target = probeTargetOn(address, move === undefined ? '' : frontendOf(move, side), live.loadBalancers[side], options.probe.url);
        const watch = await (0,production_watch/* watchProduction */.VF)(target, options.probe, options.verifyTimeoutMs, clock, emit);
        return { watch, unchecked: [] };
    }
    catch (error) {
        if (!(error instanceof refused_error/* RefusedError */.f)) {
            throw error;
        }
        return { watch: production_watch/* unwatched */.Ml, unchecked: [`Whether production answers afterwards: ${error.message}`] };
    }
}

// EXTERNAL MODULE: ./lib/record/numbered-tags.js
var numbered_tags = __webpack_require__(8063);
;// CONCATENATED MODULE: ./lib/record/tag-room-error.js

/** Somebody has filled the tags since the release began: a recovery cannot even write whose work it is now. */
class TagRoomError extends Error {
    name = 'TagRoomError';
    code = 'NoTagRoom';
    /** @param excess how many tags are too many. */
    constructor(address, excess) {
        super(`"${address}" has no room in its tags for the lock of a recovery: Azure allows ${numbered_tags/* MOST_TAGS */._h}. Remove ${excess} of them, and none ` +
            'that begins with azure-rollout.');
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/take-over.js










/** The journal is gone, and this recovery has written nothing yet. */
class JournalGoneError extends Error {
    name = 'JournalGoneError';
    code = 'JournalGone';
}
/**
 * Takes the lock from the interrupted run, under the ETag, and writes down which way the recovery goes. From here on the
 * former owner, should it be alive, stops before its next step. Called again, it writes another way down.
 *
 * @throws LockedError where somebody else was faster; JournalGoneError; TagRoomError; InterruptedReleaseError where another release
 *   was interrupted too, on an address that this one shares.
 */
async function takeOver({ arm, clock, lease, tellSettling }, { seen, journal, swap }, signal) {
    await requireJournal(arm, journal, swap, signal);
    for (const id of lockOrder(swap)) {
        await changeTags(arm, id, ({ name, tags }) => {
            const found = (0,record/* readRecord */.aE)(tags);
            const isOpen = found.lock === undefined ||
                found.lock.id === lease.id ||
                seen.includes(found.lock.id) ||
                (0,record_lock/* isOver */.PU)(found.lock, lease.owner, arm.epochMs());
            if (found.lock !== undefined && !isOpen) {
                throw new record_lock/* LockedError */.by(holderOf({ id, name }), found.lock, 'recovery');
            }
            if (found.journal !== undefined && !isSame(found.journal, journal)) {
                throw new interrupted_release/* InterruptedReleaseError */.i(holderOf({ id, name }), found.journal);
            }
            const lock = found.lock?.id === lease.id ? found.lock : (0,record_lease/* lockOf */.V)(lease, clock.monotonicMs(), arm.epochMs());
            const written = (0,record/* withRecord */.q8)(tags, { lock, journal: { ...journal, lockId: lease.id } });
            if ((0,record/* excessTags */.R1)(written) > 0) {
                throw new TagRoomError(name, (0,record/* excessTags */.R1)(written));
            }
            tellSettling('recovery');
            return written;
        }, signal);
    }
}
/** One address may have lost its tags to another writer, or never had them: as long as one has the journal, it holds. */
async function requireJournal(arm, journal, swap, signal) {
    for (const id of lockOrder(swap)) {
        const { tags } = await (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal);
        const found = (0,record/* readRecord */.aE)(tags).journal;
        if (found !== undefined && isSame(found, journal)) {
            return;
        }
    }
    const names = lockOrder(swap).map(resource_id/* nameOf */.Vb).join(' and ');
    throw new JournalGoneError(`"${names}" has no journal any more, and production is at neither end of the release, or is being moved: somebody else ` +
        'works on it, or has removed the tags. "command: status" tells how things are.');
}
function isSame(left, right) {
    return left.startedAtEpochMs === right.startedAtEpochMs && left.run === right.run;
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/carry-out.js











/** A writer that comes between so often is at war with us. */
const MOST_PLANS = 3;
/** Plans from what is there, and plans again where a late write of the interrupted run, or anybody else, comes between. */
async function carryOut(recovery, { before, chosen }, signal) {
    const { context } = recovery;
    // What hung before the lock was taken has been waited for.
    let live = await readOwnSwap(recovery, signal, carry_out_isHanging(before) ? 0 : azure_settled/* UNDO_PATIENCE_MS */.m);
    const way = await chosenAnew(recovery, { before, chosen }, live, signal);
    for (let tries = 1;; tries += 1) {
        await requireTurn(context, live, way, signal);
        const result = await runOnce(recovery, live, way, signal);
        const recovered = { direction: way.direction, result, servedBy: carry_out_servedBy(live, way) };
        // Where production was moved after that, another plan would work against whoever has moved it.
        if ((0,not_as_left_error/* isBroughtToEnd */.m)(result) || signal.aborted || tries === MOST_PLANS) {
            return recovered;
        }
        const now = await readOwnSwap(recovery, signal);
        if (isSamePlacement(now, live)) {
            // The same plan once more would fail as it did.
            return recovered;
        }
        live = now;
    }
}
function carry_out_servedBy(live, { direction }) {
    return [...new Set(servingSides(live, direction))].map((side) => live.loadBalancers[side].name);
}
/** A last write of the interrupted run may have come between the choice and the lock: what was shorter may be longer now. */
async function chosenAnew(recovery, { before, chosen }, live, signal) {
    if (isSamePlacement(live, before)) {
        return chosen;
    }
    const again = choose(recovery, live);
    if (again.direction !== chosen.direction) {
        await takeOver(recovery.context, takeOverOf(recovery, recovery.seen, again), signal);
    }
    return again;
}
function choose({ recoverTo, journal }, live) {
    return chooseDirection(recoverTo, live, journal.direction);
}
function takeOverOf({ journal, swap }, seen, { direction }) {
    return { seen, swap, journal: { ...journal, direction } };
}
function isSamePlacement(left, right) {
    return JSON.stringify(left.placement) === JSON.stringify(right.placement);
}
function carry_out_isHanging({ loadBalancers }) {
    return SIDES.some((side) => loadBalancers[side].properties.provisioningState === 'Updating');
}
async function runOnce({ context, options, journal, swap, addresses, gone, unexchanged, lateWritesUntilMs }, live, chosen, signal) {
    const { arm, clock, emit, lease } = context;
    const { method } = journal;
    const { temporaryIpTags, leavesRecord } = options;
    const { watch, unchecked } = await start_watch_startWatch(context, options, live, chosen, addresses);
    const plan = planRecovery({
        unchecked,
        live,
        chosen,
        method,
        productionAddresses: addresses,
        temporaryIpTags,
        leavesRecord,
        begun: journal,
        gone,
        unexchanged,
    });
    try {
        const result = await (0,run/* runPlan */.Fo)({
            plan,
            performerOf: vipSwapPerformers({
                arm,
                // What was away before this process began to look is in no figure of it.
                watch: { ...watch, downtime: () => null },
                lease,
                journal: swap,
                lateWritesUntilMs,
                isLockNeeded: false,
            }),
            clock,
            signal,
            timeoutMs: NO_LIMIT_OF_ITS_OWN_MS,
            undoTimeoutMs: 0,
            // Half of a recovery is nearer to the end than where it began: the journal stays, and it is taken up again.
            onFailure: () => 'stop',
            emit,
        });
        const sides = servingSides(live, chosen.direction);
        return result.outcome === 'succeeded'
            ? await lookLast({ context, watch, journal: swap, sides }, result, signal)
            : result;
    }
    finally {
        await watch.stop(signal);
    }
}
/** The recovery as a whole has a deadline, and so has each of its steps. */
const NO_LIMIT_OF_ITS_OWN_MS = 86_400_000;

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/longest-transit.js

/**
 * How long a write of an interrupted release may be on its way.
 *
 * @param hasSwapped production is where the release was to take it: ARM's own swap has arrived then, and there was only one.
 */
function longestTransitMs(method, hasSwapped) {
    return method === 'native' && !hasSwapped ? late_writes/* LATE_SWAP_MS */.u : late_writes/* LATE_WRITE_MS */.q;
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/standstill.js







/** A run that is alive sends the next write of its window half a second after the last one was done. */
const STANDSTILL_IN_THE_WINDOW_MS = 5_000;
const LOOK_IN_THE_WINDOW_MS = 500;
/** Nobody is in a hurry, and who works needs the quota more. */
const standstill_LOOK_MS = 2_000;
const UNDER_WAY = ['Updating', 'Deleting'];
/**
 * Waits until nothing has moved on what a swap works on for longer than an owner that is alive ever pauses. Where production
 * is away that is not long. Where it is served, a write may be on its way to be answered, and a recovery before this one waits
 * by design for what may arrive late: nobody is down for it, so that is outlasted.
 *
 * @returns false where an update hangs, and does so whoever began it.
 */
async function awaitStandstill(standstill, signal) {
    const { clock, patienceMs } = standstill;
    let last = await look(standstill, signal);
    let changedAtMs = clock.monotonicMs();
    let restingSinceMs = changedAtMs;
    while (clock.monotonicMs() - restingSinceMs < last.longestPauseMs) {
        // Counted from the last change, not from the first look: an owner that goes on for long is alive, and nothing hangs.
        if (clock.monotonicMs() - changedAtMs >= patienceMs) {
            return false;
        }
        await clock.sleep(last.isServed ? standstill_LOOK_MS : LOOK_IN_THE_WINDOW_MS, signal);
        const now = await look(standstill, signal);
        const nowMs = clock.monotonicMs();
        changedAtMs = now.text === last.text ? changedAtMs : nowMs;
        restingSinceMs = now.text !== last.text || now.isUpdating ? nowMs : restingSinceMs;
        last = now;
    }
    return true;
}
async function look({ arm, swap, journal }, signal) {
    const [production, target, addresses, standIns, opposites] = await Promise.all([
        (0,load_balancers/* getLoadBalancer */.n$)(arm, swap.productionLoadBalancerId, signal),
        (0,load_balancers/* getLoadBalancer */.n$)(arm, swap.targetLoadBalancerId, signal),
        Promise.all(swap.moves.map(({ productionAddressId }) => (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, productionAddressId, signal))),
        Promise.all(swap.moves.map(({ standIn }) => (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, standIn.id, signal))),
        opposite_oppositesOf(arm, swap, signal),
    ]);
    const theirs = await Promise.all(opposites
        .flatMap((opposite) => opposite.swap.moves)
        .map(({ standIn }) => (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, standIn.id, signal)));
    // An opposite release takes the production address away by what is parking to it, outside of its own window.
    const served = opposites.length > 0 || isServed(swap, production, target);
    const resources = [
        production,
        target,
        ...addresses,
        ...standIns,
        ...opposites.map(({ address }) => address),
        ...theirs,
    ];
    // Where a recovery has brought it there by moves of its own, ARM's own swap may still be on its way.
    const hasSwapped = journal.direction === undefined && hasAssignments(target, placementsOf(swap).after.target);
    return {
        text: resources
            .map((each) => (each === undefined ? 'none' : `${each.etag} ${each.properties.provisioningState}`))
            .join(),
        isUpdating: resources.some((each) => UNDER_WAY.includes(each?.properties.provisioningState ?? '')),
        isServed: served,
        longestPauseMs: served
            ? longestTransitMs(journal.method, hasSwapped) + late_writes/* LATE_WRITE_MS */.q
            : STANDSTILL_IN_THE_WINDOW_MS,
    };
}
/** After an update that has failed, or hangs, the model may be there and the data plane not. */
function isServed({ moves }, production, target) {
    return ([production, target].every(({ properties }) => properties.provisioningState === 'Succeeded') &&
        moves.every(({ productionAddressId, productionFrontend, targetFrontend }) => {
            const on = (frontend) => [{ frontend, publicIpAddressId: productionAddressId }];
            return hasAssignments(production, on(productionFrontend)) || hasAssignments(target, on(targetFrontend));
        }));
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/recover.js
















async function recover(whole, { signal, ...limit }) {
    const { clock, emit } = whole.context;
    let awaited = 'whoever had begun it to be seen at rest';
    const subject = () => `${awaited}; the interrupted release is not at its end`;
    const context = { ...whole.context, emit: tellingStep(emit, (title) => (awaited = `the step "${title}"`)) };
    const recovery = { ...whole, context };
    const reasonOf = (message) => new recovery_timeout_error/* RecoveryTimeoutError */.Z(message);
    return (0,engine_deadline/* withDeadline */.N)({ clock, signal, ...limit, subject, reasonOf }, async (limited) => {
        const { seen, isStill } = await awaitOwners(recovery, limited);
        awaited = 'what ARM says of both load balancers';
        const patienceMs = isStill ? azure_settled/* UNDO_PATIENCE_MS */.m : 0;
        const before = await readOwnSwap(recovery, limited, patienceMs);
        const chosen = choose(recovery, before);
        await requireTurn(context, before, chosen, limited);
        awaited = `its lock to be written into the tags of ${namesOf(recovery)}`;
        await takeOver(recovery.context, takeOverOf(recovery, seen, chosen), limited).catch(async (error) => {
            if (error instanceof JournalGoneError) {
                throw await journalGone(recovery, error, limited);
            }
            // What somebody else has begun is not to be done by hand, nor what the next recovery does at once.
            if (!(0,come_too_late/* isTooLate */.h8)(error) && !signal.aborted) {
                tellByHand(context, before, chosen);
            }
            throw error;
        });
        awaited = 'both load balancers to be read again';
        const hasSwapped = isOpen(before, 'finish') && movesTo(before, 'finish').length === 0;
        const lateWritesUntilMs = clock.monotonicMs() + longestTransitMs(recovery.journal.method, hasSwapped);
        return carryOut({ ...recovery, seen, lateWritesUntilMs }, { before, chosen }, limited);
    });
}
/** A recovery could not begin. */
function tellByHand({ clock, emit }, { journal, loadBalancers, placement }, { direction }) {
    const changes = givingBack(journal, loadBalancers, placement, sideOf(direction));
    if (changes.length > 0) {
        emit({ type: 'by-hand', atMs: clock.monotonicMs(), changes });
    }
}
/** @returns an `emit` that also says which step has begun. */
function tellingStep(emit, tell) {
    let steps = [];
    return (event) => {
        if (event.type === 'plan-started') {
            steps = event.plan.steps;
        }
        else if (event.type === 'step-started') {
            tell(steps.find(({ id }) => id === event.stepId)?.title ?? event.stepId);
        }
        emit(event);
    };
}
function namesOf({ addresses }) {
    return addresses.map(({ name }) => name).join(' and ');
}
/** Somebody else was faster: that is no failure where production is whole, and which way it went is for a person to judge. */
async function journalGone({ context, swap, addresses, recoverTo }, gone, signal) {
    const went = await endOf(context.arm, swap, signal);
    if (went === undefined) {
        return gone;
    }
    const served = went === 'finish' ? swap.targetLoadBalancerId : swap.productionLoadBalancerId;
    const loadBalancer = (0,resource_id/* nameOf */.Vb)(served);
    context.emit({ type: 'production-seen', atMs: context.clock.monotonicMs(), loadBalancer });
    return new come_too_late/* RecoveredMeanwhileError */.ki(namesOf({ addresses }), { productionAddresses: addresses.map(namedAddress) }, `it was ${went === 'finish' ? 'finished' : 'undone'}, and production is on ${loadBalancer}${unasked(recoverTo, went)}`);
}
/** What is there to be done where it was asked to go the other way. */
function unasked(recoverTo, went) {
    if (recoverTo === 'auto' || recoverTo === went) {
        return '';
    }
    return recoverTo === 'undo'
        ? '. This recovery was to undo it, and has changed nothing: "command: rollback" goes back'
        : '. This recovery was to finish it, and has changed nothing: "command: run" releases anew';
}
/**
 * @returns ids of the locks whose owners need not be waited for any longer: they have ended for certain, or nothing has moved for as
 *   long as a run that is alive never pauses. That its time is up keeps no owner from working. `isStill`: false where an update hangs.
 */
async function awaitOwners({ context, journal, swap, addresses }, signal) {
    const { arm, clock, lease } = context;
    const locks = addresses.flatMap(({ tags }) => (0,record/* readRecord */.aE)(tags).lock ?? []);
    // Without a lock the owner may be alive all the same: somebody has unlocked it.
    const isOwned = locks.length === 0 || locks.some((lock) => !(0,record_lock/* hasEnded */.hY)(lock, lease.owner));
    const isStill = !isOwned || (await awaitStandstill({ arm, clock, swap, journal, patienceMs: azure_settled/* UNDO_PATIENCE_MS */.m }, signal));
    return { seen: locks.map(({ id }) => id), isStill };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/left-over-addresses.js





/** What a refusal leaves open. */
function hiddenNote({ message }) {
    return `whether a temporary address of an older run is left over: ${message}`;
}
/**
 * Temporary addresses of a production address, by their tag; who may not list the group finds the one of the usual name, if they may read
 * that, which need not exist.
 */
async function temporaryAddressesOf(arm, address, signal) {
    const all = await orRefusal((0,public_ip_addresses/* listPublicIpAddresses */.hp)(arm, (0,azure_scopes/* resourceGroupScope */.wZ)(address.id), signal));
    if (!(all instanceof arm_error/* ArmError */.dW)) {
        const addresses = all.filter(({ id, tags }) => tags?.[STANDS_IN_FOR]?.toLowerCase() === address.name.toLowerCase() && !(0,resource_id/* sameId */.s)(id, address.id));
        return { addresses, hidden: [] };
    }
    const usual = await orRefusal((0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, temporaryAddressFor(address, {}).id, signal));
    if (usual instanceof arm_error/* ArmError */.dW) {
        return { addresses: [], hidden: [usual] };
    }
    return { addresses: usual === undefined ? [] : [usual], hidden: [] };
}
async function orRefusal(reading) {
    try {
        return await reading;
    }
    catch (error) {
        if (!(error instanceof arm_error/* ArmError */.dW)) {
            throw error;
        }
        return error;
    }
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/sweep.js







/** Where no release is under way: what an older one has left. */
async function sweep(context, addresses) {
    const { arm, lease, signal } = context;
    const done = [];
    const left = [];
    for (const address of addresses) {
        const { lock } = (0,record/* readRecord */.aE)(address.tags);
        if (lock !== undefined && !(0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs())) {
            left.push(`${address.name} is locked ${(0,record_lock/* describeLock */.FD)(lock)}: "command: recover" sweeps it when that is over`);
            continue;
        }
        const isWritten = await removeLock(context, address.id, lock?.id);
        const { addresses: temporary, hidden } = await temporaryAddressesOf(arm, address, signal);
        done.push(...(isWritten ? [sweptNote(address, lock)] : []), ...(await removeOrphans(context, address, temporary)));
        left.push(...hidden.map((each) => `not checked: ${hiddenNote(each)}`));
    }
    return {
        kind: done.length === 0 ? 'nothing' : 'swept',
        notes: ['no release of these addresses was interrupted', ...done, ...left],
    };
}
function sweptNote({ name, properties }, lock) {
    return lock === undefined
        ? `the last update of ${name} had ended as ${properties.provisioningState}, and its tags are written once more`
        : `a lock that was over is removed from ${name}`;
}
/**
 * Where there is none, an update of the address that has failed, or hangs, is written once more.
 *
 * @returns whether anything was written.
 */
async function removeLock({ arm, signal, tellSettling }, id, lockId) {
    let looks = 0;
    await changeTags(arm, id, ({ tags, properties }) => {
        // It is called again after each write.
        looks += 1;
        const { lock } = (0,record/* readRecord */.aE)(tags);
        if (lock !== undefined && lock.id !== lockId) {
            return undefined;
        }
        if (lock !== undefined || properties.provisioningState !== 'Succeeded') {
            tellSettling('sweep');
        }
        return (0,record/* withRecord */.q8)(tags, { lock: null });
    }, signal);
    return looks > 1;
}
/**
 * Temporary addresses that a run could not delete, and that nothing holds. Under the lock: a run that begins now would make
 * one anew, and find it gone.
 */
async function removeOrphans(context, address, found) {
    const { arm, signal, lease } = context;
    const free = found.filter(({ properties }) => properties.ipConfiguration === undefined);
    if (free.length === 0) {
        return [];
    }
    await changeTags(arm, address.id, (current) => lockedForSweeping(current, context), signal);
    try {
        for (const { id } of free) {
            await (0,public_ip_addresses/* deletePublicIpAddress */.I_)(arm, id, 'as-told', signal);
        }
    }
    finally {
        await removeLock(context, address.id, lease.id);
    }
    return free.map(({ name }) => `the temporary address ${name}, which an older run had left, is deleted`);
}
/** Of recorded deletions of an address none took longer than 106 s. */
const SWEEPING_MS = 180_000;
function lockedForSweeping({ id, name, tags }, { arm, clock, lease, tellSettling }) {
    const { lock } = (0,record/* readRecord */.aE)(tags);
    if (lock?.id === lease.id) {
        return tags;
    }
    // Short: a process that is killed here leaves nothing behind that anybody would have to recover.
    const sweeping = { ...lease, validUntilMs: clock.monotonicMs() + SWEEPING_MS };
    if (lock !== undefined && !(0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs())) {
        throw new record_lock/* LockedError */.by(holderOf({ id, name }), lock, 'recovery');
    }
    tellSettling('sweep');
    return (0,record/* withRecord */.q8)(tags, { lock: (0,record_lease/* lockOf */.V)(sweeping, clock.monotonicMs(), arm.epochMs()) });
}

// EXTERNAL MODULE: ./lib/azure/shell-quote.js
var shell_quote = __webpack_require__(2748);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/fitting-frontends.js








/**
 * How a person gives an address to the frontend that shall serve it, which nobody but they can know: a command for each frontend that the
 * address fits, beside it and where its last release has moved it. What may not be listed is not named.
 */
async function givingText(arm, address, signal) {
    const subscriptionId = (0,resource_id/* parseResourceId */.RQ)(address.id)?.subscriptionId ?? '';
    const last = (0,last_run/* readLastRun */.GJ)(address.tags ?? {});
    const groups = [last?.previousTarget, last?.target].flatMap((name) => name?.split('/')[0] ?? []);
    const scopes = (0,azure_scopes/* distinctScopes */.uA)([
        (0,azure_scopes/* resourceGroupScope */.wZ)(address.id),
        ...groups.map((group) => `${(0,azure_scopes/* subscriptionScope */.gx)(subscriptionId)}/resourceGroups/${group}`),
    ]);
    const [loadBalancers, addresses] = await Promise.all([
        listed(scopes.map((scope) => (0,load_balancers/* listLoadBalancers */.c1)(arm, scope, signal))),
        listed(scopes.map((scope) => (0,public_ip_addresses/* listPublicIpAddresses */.hp)(arm, scope, signal))),
    ]);
    const commands = loadBalancers
        .filter((loadBalancer) => isAlike(loadBalancer, address))
        .flatMap((loadBalancer) => commandsOf(loadBalancer, addresses, address));
    const brought = last?.target === undefined ? '' : `, and that has brought it to ${last.target}`;
    const before = last === undefined ? '' : ` Before its last release it was on ${last.previousTarget}${brought}.`;
    return commands.length === 0
        ? `Give ${address.name} to the frontend that shall serve it, one of those that this lists: az network lb list --subscription ` +
            `${(0,shell_quote/* quote */.h)(subscriptionId)} --query '[].frontendIPConfigurations[].id' --output tsv.${before}`
        : `Give ${address.name} to the frontend that shall serve it.${before} ${commands.join('; ')}.`;
}
function commandsOf(loadBalancer, addresses, address) {
    return (0,load_balancers/* frontendsOf */.df)(loadBalancer).flatMap(({ name, properties }) => {
        const id = properties.publicIPAddress?.id;
        const held = addresses.find((each) => (0,resource_id/* sameId */.s)(each.id, id));
        // Of one that may not be read ARM tells whether it is of the same version.
        return id === undefined || (held !== undefined && fitting_frontends_versionOf(held) !== fitting_frontends_versionOf(address))
            ? []
            : [
                `Frontend ${name} of ${loadBalancer.name}, which has ${(0,resource_id/* nameOf */.Vb)(id)} now: ${(0,frontend_commands/* giveAddressCommand */.tQ)(loadBalancer.id, name, address.id)}`,
            ];
    });
}
/** ARM refuses another SKU, and another region. */
function isAlike(left, right) {
    const known = ({ sku, location }) => `${sku?.name ?? 'Basic'} ${location}`.toLowerCase();
    return known(left) === known(right);
}
function fitting_frontends_versionOf({ properties }) {
    return properties.publicIPAddressVersion ?? 'IPv4';
}
async function listed(lists) {
    const found = await Promise.all(lists.map((list) => list.catch((error) => {
        if (error instanceof arm_error/* ArmError */.dW) {
            return [];
        }
        throw error;
    })));
    return found.flat();
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/unserved.js


/** Production is down, and nothing says which release has taken it away: that is for a person to put right. */
class UnservedError extends Error {
    name = 'UnservedError';
    code = 'Unserved';
}
/**
 * @param addresses by a fresh read.
 * @param notes what has been found and done.
 * @returns what there is to say where nothing has one of the addresses.
 */
async function unservedError({ arm, signal }, addresses, notes) {
    const unserved = addresses.filter(isUnserved);
    if (unserved.length === 0) {
        return undefined;
    }
    const names = unserved.map(({ name }) => name).join(' and ');
    const ways = await Promise.all(unserved.map((address) => givingText(arm, address, signal)));
    return new UnservedError(`Nothing has ${names}, so nobody serves ${unserved.length === 1 ? 'it' : 'them'}, and no journal in the tags of it or of ` +
        `another address says which release has taken it away: somebody may have removed the tags. Found: ${notes.join('; ')}. ` +
        ways.join(' '));
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/what-is-left.js








/** A load balancer of the release was deleted: neither end of it can be reached. */
class LoadBalancerGoneError extends Error {
    name = 'LoadBalancerGoneError';
    code = 'LoadBalancerGone';
}
/** @throws LoadBalancerGoneError saying where production is, and how to bring it back by hand. */
async function whatIsLeft(arm, journalled, signal) {
    const found = await Promise.all(journalled.moves.map(async (move) => ({
        move,
        address: await (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, move.productionAddressId, signal),
        exchanged: await (0,public_ip_addresses/* findPublicIpAddress */.yL)(arm, move.targetAddressId, signal),
    })));
    const left = found.flatMap(({ address, ...rest }) => (address === undefined ? [] : [{ ...rest, address }]));
    const moves = left.map(({ move, exchanged }) => exchanged === undefined ? exchangedForStandIn(move) : move);
    const swap = { ...journalled, moves };
    const addresses = left.map(({ address }) => address);
    await requireLoadBalancers(arm, { swap, addresses }, signal);
    return {
        swap,
        addresses,
        gone: found.flatMap(({ move, address }) => (address === undefined ? [move] : [])),
        unexchanged: left.flatMap(({ move, exchanged }) => (exchanged === undefined ? [move] : [])),
    };
}
/** A frontend always has an address: it keeps the stand-in, which is nobody's to delete then. */
function exchangedForStandIn(move) {
    const { id } = move.standIn;
    return { ...move, targetAddressId: id, standIn: { id, isTemporary: false } };
}
async function requireLoadBalancers(arm, { swap, addresses }, signal) {
    const ids = idsOf(swap);
    const exist = await Promise.all(SIDES.map((side) => exists(arm, ids[side], signal)));
    const missing = SIDES.filter((_, index) => exist[index] === false);
    if (missing.length === 0) {
        return;
    }
    const isOne = missing.length === 1;
    const live = SIDES.find((side) => !missing.includes(side));
    throw new LoadBalancerGoneError([
        `${missing.map((side) => `Load balancer "${(0,resource_id/* nameOf */.Vb)(ids[side])}", ${PART[side]},`).join(' and ')} ${isOne ? 'does' : 'do'} not ` +
            'exist any more, so the interrupted release can be neither finished nor undone.',
        ...addresses.map(({ name, properties }) => {
            const holder = properties.ipConfiguration?.id;
            return `${name} is held by ${holder ?? 'nothing, so nobody serves it'}.`;
        }),
        ...(live === undefined
            ? await Promise.all(addresses.map((address) => givingText(arm, address, signal)))
            : [`To have it served by ${(0,resource_id/* nameOf */.Vb)(ids[live])}: ${what_is_left_commandsOf(swap, live, ids[live])}.`]),
        `Then remove the tags that begin with azure-rollout-journal and azure-rollout-lock from ${addresses.map(({ name }) => name).join(' and ')}.`,
    ].join(' '));
}
const PART = {
    production: 'from which the release was to move production',
    target: 'to which the release was to move production',
};
function idsOf({ productionLoadBalancerId, targetLoadBalancerId, }) {
    return { production: productionLoadBalancerId, target: targetLoadBalancerId };
}
async function exists(arm, id, signal) {
    try {
        await (0,load_balancers/* getLoadBalancer */.n$)(arm, id, signal);
        return true;
    }
    catch (error) {
        if (error instanceof arm_error/* ArmError */.dW && error.status === 404) {
            return false;
        }
        throw error;
    }
}
function what_is_left_commandsOf({ moves }, side, loadBalancerId) {
    return moves
        .map((move) => (0,frontend_commands/* giveAddressCommand */.tQ)(loadBalancerId, frontendOf(move, side), move.productionAddressId))
        .join('; ');
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/recovery/index.js
















/**
 * Brings an interrupted swap to its end, or back to its beginning, from what its journal says and from Azure as it is. Safe to
 * run at any time, and by several people at once: one of them gets the lock.
 */
async function prepareRecovery(context, options, recoverTo) {
    const { arm, signal } = context;
    const addresses = await readProduction(arm, options.productionPublicIpIds, signal);
    const own = interruptedIn(addresses);
    const companions = own === undefined ? await unclosedCompanions(arm, addresses, signal) : { addresses: [], hidden: [] };
    const interrupted = own ?? interruptedIn(companions.addresses);
    if (interrupted === undefined) {
        const { kind, notes } = await sweep(context, addresses);
        const all = [...notes, ...companions.hidden.map(uncheckedNote)];
        const subject = { productionAddresses: addresses.map(namedAddress) };
        const now = await readProduction(arm, options.productionPublicIpIds, signal);
        tellServedBy(context, now);
        const error = await unservedError(context, now, all);
        return error === undefined
            ? { kind, reason: all.join('; '), subject }
            : { kind: 'unserved', error, subject };
    }
    const { address, journal } = interrupted;
    const journalled = readSwapJournal(journal.entries, (0,resource_id/* parseResourceId */.RQ)(address.id)?.subscriptionId ?? '');
    const left = await whatIsLeft(arm, journalled, signal);
    const { swap } = left;
    const live = { context, options, recoverTo, journal, ...left };
    return {
        kind: 'ready',
        subject: recovery_subjectOf(live),
        async run(control) {
            const giveUp = () => giveUpLock(context, swap, control.signal);
            let recovered;
            try {
                recovered = await recover(live, control);
            }
            catch (error) {
                // Whoever works on it still needs no help by hand; that it took too long says that nobody is seen to bring it back.
                const side = error instanceof recovery_timeout_error/* RecoveryTimeoutError */.Z
                    ? sideOf(recoverTo === 'finish' ? 'finish' : 'undo')
                    : undefined;
                await seeProduction(context, swap, control.signal, side);
                await giveUp();
                throw error;
            }
            if (!(0,not_as_left_error/* isBroughtToEnd */.m)(recovered.result)) {
                await seeProduction(context, swap, control.signal, sideOf(recovered.direction));
            }
            if (!isDone(recovered)) {
                await giveUp();
            }
            return recovered;
        },
    };
}
function uncheckedNote({ message }) {
    return `not checked: whether one was interrupted that has moved more than these, because ${message}`;
}
function interruptedIn(addresses) {
    const [first] = addresses.flatMap((address) => {
        const { journal } = (0,record/* readRecord */.aE)(address.tags);
        return journal === undefined ? [] : [{ address, journal }];
    });
    return first;
}
/** A recovery that could not take its lock away at the end gives it up like one that has failed. */
function isDone({ result }) {
    return (0,not_as_left_error/* isBroughtToEnd */.m)(result) && result.cleanUpErrors.length === 0;
}
function recovery_subjectOf({ swap, addresses }) {
    return {
        productionAddresses: addresses.map(namedAddress),
        previousLoadBalancer: (0,resource_id/* parseResourceId */.RQ)(swap.productionLoadBalancerId)?.name ?? '',
        newLoadBalancer: (0,resource_id/* parseResourceId */.RQ)(swap.targetLoadBalancerId)?.name ?? '',
    };
}

// EXTERNAL MODULE: ./lib/strategies/vip-swap/as-released.js
var as_released = __webpack_require__(8075);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/companions/moved-together.js


function companionshipOf(neighbour, { address, last }) {
    const theirs = (0,last_run/* readLastRun */.GJ)(neighbour.tags ?? {});
    if (last.companions === undefined) {
        return theirs !== undefined && isOneRelease(last, theirs) && mayName(theirs, address) ? 'moved' : 'none';
    }
    if (!mayName(last, neighbour)) {
        return 'none';
    }
    if (theirs === undefined) {
        return 'untold';
    }
    if (isOneRelease(last, theirs)) {
        return 'moved';
    }
    // Another release has moved it since: it is free of this one.
    return theirs.finishedAtEpochMs > last.finishedAtEpochMs ? 'none' : 'untold';
}
/** Also where the version that wrote the tag did not say. */
function mayName({ companions }, { id, name }) {
    const text = `${(0,resource_id/* resourceGroupOf */.Tp)(id)}/${name}`.toLowerCase();
    return companions === undefined || companions.some((each) => each.toLowerCase() === text);
}
/** Not told by the time: a recovery may have closed the record of one address, long after the run closed that of the other. */
function isOneRelease(left, right) {
    return (left.kind === right.kind &&
        (0,last_run/* isOneRun */.gl)(left, right) &&
        loadBalancerIn(left).toLowerCase() === loadBalancerIn(right).toLowerCase());
}
/** `group/loadBalancer` of `group/loadBalancer/frontend`. */
function loadBalancerIn({ previousTarget }) {
    return previousTarget.split('/').slice(0, 2).join('/');
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/rollback.js















/**
 * Where production was before the last finished release, by the tag that it left.
 *
 * @throws RefusedError where no release has left one.
 */
async function rollbackGoal(context, terms) {
    const { arm, signal } = context;
    const addresses = await readProduction(arm, terms.productionPublicIpIds, signal);
    const hindrance = await hindranceOf(addresses, context);
    if (hindrance !== undefined) {
        return hindrance;
    }
    const lasts = addresses.map((address) => ({ address, last: lastOf(address) }));
    await requireCompanions(lasts, arm, signal);
    const [first] = lasts;
    if (first === undefined) {
        throw new refused_error/* RefusedError */.f('production-public-ip names no address, so there is nothing to roll back.');
    }
    if (lasts.every(({ last }) => last.kind === 'rollback')) {
        lasts.forEach(requireRolledBack);
        return rolledBackAlready(lasts);
    }
    if (lasts.some(({ last }) => last.kind === 'rollback')) {
        const left = lasts.filter(({ last }) => last.kind !== 'rollback').map(({ address }) => address);
        throw new refused_error/* RefusedError */.f(`The last release of one production address was a rollback already, and that of ${rollback_listed(left)} was not. To bring the rest ` +
            `back as well, run rollback with ${naming(left)} alone.`);
    }
    lasts.forEach(requireAsReleased);
    const targets = lasts.map(({ address, last }) => previousFrontend(address, last));
    const stranger = targets.find(({ loadBalancerId }) => !(0,resource_id/* sameId */.s)(loadBalancerId, targets[0]?.loadBalancerId));
    if (stranger !== undefined) {
        throw new refused_error/* RefusedError */.f('The production addresses were on different load balancers before their last releases. Roll them back one by one.');
    }
    return {
        kind: 'goal',
        goal: {
            ...terms,
            targetLoadBalancerId: targets[0]?.loadBalancerId ?? '',
            targetFrontends: targets.map(({ frontend }) => frontend),
            isFromRecord: true,
        },
    };
}
/**
 * What one release has moved together goes back together, or production would be on both sides.
 *
 * @throws RefusedError naming the addresses that are missing, or what keeps them from being known.
 */
async function requireCompanions(lasts, arm, signal) {
    const goingBack = lasts.filter(({ last }) => last.kind !== 'rollback');
    const named = lasts.map(({ address }) => address);
    const neighbours = await neighboursOf(arm, named, signal);
    const standing = (wanted) => neighbours.addresses.filter((each) => goingBack.some((finished) => companionshipOf(each, finished) === wanted));
    const missing = standing('moved');
    if (missing.length > 0) {
        throw new refused_error/* RefusedError */.f(`production-public-ip names ${rollback_listed(named)}, and the run that is to be taken back has moved ${rollback_listed(missing)} as well: ` +
            'half of it on one side and half on the other would be a mixture. Name all of them, ' +
            `${naming([...named, ...missing])}.`);
    }
    const unreadable = unreadableJournals(neighbours).find((each) => goingBack.some(({ last }) => mayName(last, each)));
    if (unreadable !== undefined) {
        throw new refused_error/* RefusedError */.f(`Whether the release that is to be taken back has moved ${unreadable.name} as well cannot be told, because this version cannot ` +
            'read the tags of its that begin with azure-rollout-journal. "command: status" with it tells more.');
    }
    const untold = standing('untold');
    if (untold.length > 0) {
        throw new refused_error/* RefusedError */.f(`production-public-ip names ${rollback_listed(named)}, and the run that is to be taken back has moved ${rollback_listed(untold)} as well, of which the ` +
            'tag azure-rollout-last does not say so any more: somebody has removed it, or put an older one back. Half of it on one side and ' +
            'half on the other would be a mixture. Bring all of them back by "command: run" with the target-load-balancer that shall serve, ' +
            `and ${naming([...named, ...untold])}.`);
    }
}
function rollback_listed(addresses) {
    return addresses.map(({ name }) => name).join(' and ');
}
function naming(addresses) {
    const ids = addresses.map(({ id }) => id);
    return (0,naming_inputs/* quotedInputs */.i)((0,naming_inputs/* namingInputs */.w)('production-public-ip', ids));
}
/** @throws RefusedError where somebody has moved it since, and not by a release: a rollback is to end with production served. */
function requireRolledBack({ address, last }) {
    const holder = address.properties.ipConfiguration?.id;
    const live = servingName(holder ?? '') ?? holder;
    if (live === undefined || isMovedSince(last, live)) {
        throw new refused_error/* RefusedError */.f(`The last finished release of ${address.name} was a rollback already, by ${last.run}, and ${address.name} is not where that has brought it: ` +
            `${live === undefined ? 'nothing has it' : `it is on ${live}${(0,resource_id/* sameId */.s)(live, last.previousTarget) ? ' again' : ''}`}, by no release. ` +
            `${live === undefined ? `Give it to the frontend that shall serve: "command: recover" with ${(0,record_holder/* namingText */.K)(holderOf(address))} says by which command.` : 'Use "command: run" with the target-load-balancer that shall serve.'}`);
    }
}
/** Where the tag does not say where the release has brought it, only that it is back can be told. */
function isMovedSince(last, live) {
    const place = (0,as_released/* asReleased */.M)(last, live);
    return place === 'elsewhere' || place === 'before';
}
/**
 * What somebody else has moved on since is not to be taken back with the release. Where they have moved it back themselves, there is
 * nothing to do; what nothing has is told by the checks of the release.
 *
 * @throws RefusedError
 */
function requireAsReleased({ address, last }) {
    const holder = address.properties.ipConfiguration?.id ?? '';
    const live = servingName(holder) ?? holder;
    if (holder !== '' && (0,as_released/* asReleased */.M)(last, live) === 'elsewhere') {
        throw new refused_error/* RefusedError */.f(`The last release of ${address.name}, by ${last.run}, has brought it to ${last.target}, and it is on ${live} now, by no release: a ` +
            'rollback would take back what somebody else has done since. Find out who, and use "command: run" with the target-load-balancer that ' +
            `shall serve; before that release it was on ${last.previousTarget}.`);
    }
}
function rolledBackAlready(lasts) {
    const sides = lasts.map(({ address }) => (0,resource_id/* nameOf */.Vb)((0,resource_id/* topLevelId */.bY)(address.properties.ipConfiguration?.id ?? '')));
    const [side = '', ...others] = (0,azure_scopes/* distinctScopes */.uA)(sides);
    const isSplit = others.length > 0;
    const places = lasts.map(({ address }, index) => `${address.name} on ${sides[index]}`).join(' and ');
    return {
        kind: 'no-change',
        subject: {
            productionAddresses: lasts.map(({ address }) => namedAddress(address)),
            ...(isSplit ? {} : { newLoadBalancer: side }),
        },
        reason: `the last finished release of ${rollbacksText(lasts)}; ${isSplit ? `they are on several load balancers: ${places}; ` : ''}` +
            'to go forwards again, use command: run with target-load-balancer',
    };
}
/** Once where one run has brought all of them back. */
function rollbacksText(lasts) {
    const by = ({ run, finishedAtEpochMs }) => `by ${run} at ${new Date(finishedAtEpochMs).toISOString()}`;
    const [first] = lasts;
    return first !== undefined && lasts.every(({ last }) => last.run === first.last.run)
        ? `${rollback_listed(lasts.map(({ address }) => address))} was a rollback already, ${by(first.last)}`
        : lasts
            .map(({ address, last }) => `${address.name} was a rollback already, ${by(last)}`)
            .join(', and that of ');
}
function lastOf({ name, tags = {} }) {
    const last = (0,last_run/* readLastRun */.GJ)(tags);
    const unreadable = (0,last_run/* unreadableLast */.ir)(tags);
    if (unreadable !== null) {
        throw new refused_error/* RefusedError */.f(`Where production was before the last release of "${name}" is not known: ${unreadable}. Roll back with the version that wrote it, ` +
            'or use "command: run" with the target-load-balancer that shall serve.');
    }
    if (last === undefined) {
        throw new refused_error/* RefusedError */.f(`"${name}" has no tag azure-rollout-last, which a finished release leaves unless record is none: where production was ` +
            'before is not known. Use "command: run" with the target-load-balancer that shall serve.');
    }
    return last;
}
function previousFrontend({ id, name }, { previousTarget }) {
    const [group, loadBalancer, frontend] = previousTarget.split('/');
    const subscriptionId = (0,resource_id/* parseResourceId */.RQ)(id)?.subscriptionId;
    if (group === undefined ||
        loadBalancer === undefined ||
        frontend === undefined ||
        subscriptionId === undefined) {
        throw new refused_error/* RefusedError */.f(`The tag azure-rollout-last of "${name}" names "${previousTarget}" as the previous target, which is no ` +
            'GROUP/LOAD_BALANCER/FRONTEND. Use "command: run" with the target-load-balancer that shall serve.');
    }
    return {
        loadBalancerId: (0,resource_id/* resourceId */.a)(subscriptionId, group, 'Microsoft.Network/loadBalancers', loadBalancer),
        frontend,
    };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/status.js










/** Reads, and writes nothing. What was interrupted together with one of these addresses is told with them. */
async function readStatus(context, productionPublicIpIds) {
    const { arm, signal } = context;
    const named = await readProduction(arm, productionPublicIpIds, signal);
    const companions = await unclosedCompanions(arm, named, signal);
    const addresses = [...named, ...companions.addresses];
    const found = await Promise.all(addresses.map((address) => statusOf(context, address)));
    const statuses = found.map(({ status }) => status);
    return {
        state: worstOf(statuses),
        addresses: statuses,
        unchecked: [
            ...companions.hidden.map(({ message }) => `whether a release is under way, or was interrupted, that has moved more than these: ${message}`),
            ...found.flatMap(({ hidden }) => hidden.map(hiddenNote)),
        ],
    };
}
function worstOf(statuses) {
    const states = statuses.map(stateOf);
    const worst = ['interrupted', 'locked'].find((state) => states.includes(state));
    if (worst !== undefined) {
        return worst;
    }
    if (statuses.some(({ heldBy }) => heldBy === null)) {
        return 'unserved';
    }
    if (isSplit(statuses)) {
        return 'split';
    }
    return states.includes('orphaned') ? 'orphaned' : 'idle';
}
/** Production is on both sides, and nobody is about to change that. */
function isSplit(statuses) {
    const sides = statuses.flatMap(({ live }) => live === null ? [] : [`${live.resourceGroup}/${live.loadBalancer}`]);
    return (0,azure_scopes/* distinctScopes */.uA)(sides).length > 1;
}
function stateOf({ lock, interrupted, problem, orphans }) {
    if (lock !== null && !lock.isOver) {
        return 'locked';
    }
    if (interrupted !== null || problem !== null) {
        return 'interrupted';
    }
    return lock !== null || orphans.length > 0 ? 'orphaned' : 'idle';
}
async function statusOf({ arm, signal, lease }, address) {
    const { id, name, tags = {}, properties } = address;
    const holder = properties.ipConfiguration?.id;
    const found = (0,record_lock/* readLock */.mF)(tags);
    const lock = found === undefined ? null : { ...found, isOver: (0,record_lock/* isOver */.PU)(found, lease.owner, arm.epochMs()) };
    const { journal, problem } = status_journalOf(address);
    // A release under way has its temporary address for a reason, and so has one that is to be recovered.
    const isNeeded = lock?.isOver === false || journal !== null || problem !== null;
    const temporary = isNeeded ? NOT_LOOKED_FOR : await temporaryAddressesOf(arm, address, signal);
    return {
        status: {
            id,
            name,
            address: properties.ipAddress ?? '',
            live: holder === undefined ? null : liveOn(holder),
            heldBy: holder ?? null,
            last: (0,last_run/* readLastRun */.GJ)(tags) ?? null,
            lastProblem: (0,last_run/* unreadableLast */.ir)(tags),
            lock,
            interrupted: journal,
            problem,
            orphans: temporary.addresses.map((each) => ({
                name: each.name,
                heldBy: each.properties.ipConfiguration?.id ?? null,
            })),
        },
        hidden: temporary.hidden,
    };
}
const NOT_LOOKED_FOR = { addresses: [], hidden: [] };
/** Null for what is no frontend of a load balancer: a network interface, a gateway. */
function liveOn(holder) {
    const owner = (0,resource_id/* parseResourceId */.RQ)((0,resource_id/* topLevelId */.bY)(holder));
    return owner?.type.toLowerCase() === 'microsoft.network/loadbalancers'
        ? { loadBalancer: owner.name, resourceGroup: owner.resourceGroup, frontend: (0,resource_id/* nameOf */.Vb)(holder) }
        : null;
}
function status_journalOf({ id, tags = {} }) {
    try {
        const journal = (0,record_journal/* readJournal */.a0)(tags);
        if (journal === undefined) {
            return { journal: null, problem: null };
        }
        const { entries, ...head } = journal;
        readSwapJournal(entries, (0,resource_id/* parseResourceId */.RQ)(id)?.subscriptionId ?? '');
        return { journal: head, problem: null };
    }
    catch (error) {
        return { journal: null, problem: (0,failure/* toFailure */.w)(error).message };
    }
}

// EXTERNAL MODULE: ./lib/engine/interrupted.js
var interrupted = __webpack_require__(3240);
;// CONCATENATED MODULE: ./lib/strategies/vip-swap/moved.js






/** Production that has moved answers soon, or what the run has done is undone: there is no time for both to be slow. */
const LONGEST_CONFIRMATION_MS = 30_000;
/** The write that gives production back had been begun, and nobody had begun to take it away again. */
function mayHaveMoved({ plan, startedStepIds, cause, }) {
    const last = plan.steps.findLast(({ window }) => window !== undefined);
    return cause.kind !== 'failed' && last !== undefined && startedStepIds.includes(last.id);
}
/**
 * How far an interrupted swap has moved production: all of it is where it was to go, and `Succeeded`; or it is there, and ARM has
 * not ended the update that has brought it.
 *
 * @param lateWritesUntilMs as of `PerformerDependencies`: what is confirmed afterwards must not change any more.
 * @param patienceMs how long an update that runs still is waited for.
 */
async function howFarMoved({ arm, clock }, journal, lateWritesUntilMs, patienceMs, signal) {
    const { after } = placementsOf(journal);
    if (!(await isPlaced(arm, journal, after, signal, patienceMs))) {
        return (await isBeingPlaced(arm, journal, after, signal)) ? 'moving' : 'not-moved';
    }
    await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
    return 'moved';
}
/**
 * Asks production on the target. With `probe: off` nobody is asked, as in the run itself: what Azure says has to do.
 *
 * @throws RefusedError where nothing there can be asked.
 */
async function watchMoved({ arm, clock, emit }, { targetLoadBalancerId, moves }, { probe, isProbeOn, verifyTimeoutMs }, signal) {
    const [move] = moves;
    if (!isProbeOn || move === undefined) {
        return production_watch/* unwatched */.Ml;
    }
    const [address, loadBalancer] = await Promise.all([
        (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, move.productionAddressId, signal),
        (0,load_balancers/* getLoadBalancer */.n$)(arm, targetLoadBalancerId, signal),
    ]);
    const target = probeTargetOn(address, move.targetFrontend, loadBalancer, probe.url);
    const patienceMs = Math.min(verifyTimeoutMs, LONGEST_CONFIRMATION_MS);
    const watch = await (0,production_watch/* watchProduction */.VF)(target, probe, patienceMs, clock, emit);
    // What was away before this process began to look is in no figure of it.
    return { ...watch, downtime: () => null };
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/settle.js













/** Of recorded updates of a load balancer two in three had ended by then; undoing needs the rest of the time that `post` has. */
const settle_LONGEST_LOOK_MS = 60_000;
/** ARM has not ended the update that has given production to the target, and it is served from there. */
class MoveNotEndedError extends Error {
    name = 'MoveNotEndedError';
    code = 'MoveNotEnded';
}
const UNDO = { direction: 'undo', watch: production_watch/* unwatched */.Ml };
/**
 * Brings a swap to an end that was cancelled, or whose process was killed: finished where production has moved already and
 * answers, because undoing that would cost users a second outage, or its clean-up is left; else undone.
 *
 * @throws MoveNotEndedError where it is left as it is.
 */
async function settleVipSwap(context, unsettled) {
    const { arm, clock, emit, lease } = context;
    const { timeoutMs, mayHaveLateWrites } = unsettled;
    const plan = planOfVipSwap(unsettled.plan);
    const journal = journalIn(plan);
    const startedAtMs = clock.monotonicMs();
    const endsAtMs = startedAtMs + timeoutMs;
    const outlasting = (durationMs) => mayHaveLateWrites ? startedAtMs + durationMs : Number.NEGATIVE_INFINITY;
    const lateWritesUntilMs = outlasting(settle_longestTransitMs({ ...unsettled, plan }));
    const settle = (tell, { direction, watch }) => (0,interrupted/* settleInterrupted */.iM)({
        ...unsettled,
        plan,
        direction,
        performerOf: vipSwapPerformers({ arm, watch, lease, journal, lateWritesUntilMs }),
        clock,
        timeoutMs: endsAtMs - clock.monotonicMs(),
        emit: tell,
    });
    // Where production has moved by ARM's own swap, that has arrived, and there was only one.
    const way = await wayOf(context, { ...unsettled, plan }, outlasting(late_writes/* LATE_WRITE_MS */.q));
    if (way.direction === 'leave') {
        emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
        if (way.isAnswering) {
            const loadBalancer = (0,resource_id/* nameOf */.Vb)(journal.targetLoadBalancerId);
            emit({ type: 'production-seen', atMs: clock.monotonicMs(), loadBalancer });
        }
        await giveUpLock({ arm, clock, lease }, journal, AbortSignal.any([]));
        throw notEnded(journal);
    }
    // What it has asked last is in no figure, and there is no time to wait for it.
    const first = await settle(emit, way).finally(() => way.watch.stop(AbortSignal.abort()));
    // A write that arrived late has changed what was undone before it. None can arrive any more, and the plan is the same.
    const isWorthAnother = mayHaveLateWrites && first.outcome === 'failed' && clock.monotonicMs() + late_writes/* LATE_WRITE_MS */.q < endsAtMs;
    const result = isWorthAnother
        ? await settle((event) => (event.type === 'plan-started' ? undefined : emit(event)), UNDO)
        : first;
    const isOfOthers = hasOnlyLocked(unsettled.startedStepIds);
    if (result.outcome === 'failed' || isOfOthers) {
        await seeProduction(context, journal, AbortSignal.any([]), isOfOthers ? undefined : 'production');
    }
    if (result.outcome === 'failed') {
        await giveUpLock({ arm, clock, lease }, journal, AbortSignal.any([]));
    }
    if (isOfOthers || result.outcome === 'failed') {
        return result;
    }
    const sides = journal.moves.map(() => (result.outcome === 'succeeded' ? 'target' : 'production'));
    // Nobody asks production any more: of a prober that is stopped nothing could be said but that.
    return lookLast({ context, watch: production_watch/* unwatched */.Ml, journal, sides }, result, AbortSignal.any([]));
}
function settle_longestTransitMs({ plan, startedStepIds, }) {
    const hasBegunSwap = plan.steps.some(({ id, kind }) => kind === 'swap-addresses' && startedStepIds.includes(id));
    return hasBegunSwap ? late_writes/* LATE_SWAP_MS */.u : late_writes/* LATE_WRITE_MS */.q;
}
/**
 * `on-failure: stop`: all stays as it is, and whoever recovers need not wait for this run. Where production is, is read when the
 * interrupted process moves it no more.
 */
async function leaveVipSwap(context, left) {
    const plan = planOfVipSwap(left.plan);
    const journal = journalIn(plan);
    const never = AbortSignal.any([]);
    if (hasBegunWindow(left)) {
        await awaitLastWrite(context, journal, left.mayHaveLateWrites ? settle_longestTransitMs({ ...left, plan }) : 0);
    }
    await seeProduction(context, journal, never, hasOnlyLocked(left.startedStepIds) ? undefined : 'production');
    await giveUpLock(context, journal, never);
}
function hasBegunWindow({ plan, startedStepIds }) {
    return plan.steps.some(({ id, window }) => window !== undefined && startedStepIds.includes(id));
}
/** What ARM does not tell in that time is as it is. */
async function awaitLastWrite({ arm, clock }, { productionLoadBalancerId, targetLoadBalancerId }, lateWritesMs) {
    const deadline = {
        clock,
        signal: AbortSignal.any([]),
        timeoutMs: lateWritesMs + settle_LONGEST_LOOK_MS,
        subject: 'the last update of the interrupted run',
    };
    const ids = [productionLoadBalancerId, targetLoadBalancerId];
    await (0,engine_deadline/* withDeadline */.N)(deadline, async (signal) => {
        await clock.sleep(lateWritesMs, signal);
        await Promise.all(ids.map((id) => (0,load_balancers/* getSettled */.yc)(arm, id, signal, settle_LONGEST_LOOK_MS)));
    }).catch(() => undefined);
}
/** @throws Error for the plan of another strategy, or of another version. */
function planOfVipSwap(plan) {
    const steps = plan.steps.filter(isVipSwapStep);
    if (steps.length !== plan.steps.length) {
        throw new Error(`The interrupted plan "${plan.goal}" is not one of vip-swap, so it cannot be undone here.`);
    }
    return { ...plan, steps };
}
async function wayOf(context, unsettled, lateWritesUntilMs) {
    const journal = journalIn(unsettled.plan);
    if ((0,interrupted/* hasReachedGoal */.or)(unsettled)) {
        // It goes neither way: what is left is tidied up, and the record has what was measured.
        return { ...UNDO, watch: { ...production_watch/* unwatched */.Ml, downtime: () => unsettled.downtime ?? null } };
    }
    if (!mayHaveMoved(unsettled)) {
        return UNDO;
    }
    const { clock } = context;
    const { signal } = new AbortController();
    const deadline = {
        clock,
        signal,
        timeoutMs: settle_LONGEST_LOOK_MS + late_writes/* LATE_WRITE_MS */.q,
        subject: 'where production is',
    };
    try {
        return await (0,engine_deadline/* withDeadline */.N)(deadline, async (limited) => {
            switch (await howFarMoved(context, journal, lateWritesUntilMs, settle_LONGEST_LOOK_MS, limited)) {
                case 'moved':
                    return { direction: 'finish', watch: await watchMoved(context, journal, unsettled.watch, limited) };
                case 'moving':
                    return await wayOfMoving(context, journal, unsettled.watch, limited);
                case 'not-moved':
                    return UNDO;
            }
        });
    }
    catch {
        // What cannot be read or asked is not known to have moved: it is undone, as everything else is.
        return UNDO;
    }
}
/**
 * Going back from there takes two updates more, and of an update that hangs nobody knows when another one ends: in what is left of
 * the time a window could be opened that is not closed any more.
 */
async function wayOfMoving(context, journal, options, signal) {
    const { clock } = context;
    const watch = await watchMoved(context, journal, options, signal);
    try {
        await watch.answersSteadily({ signal, clock });
    }
    finally {
        await watch.stop(AbortSignal.abort());
    }
    return { direction: 'leave', isAnswering: watch !== production_watch/* unwatched */.Ml };
}
function notEnded({ targetLoadBalancerId, productionLoadBalancerId }) {
    return new MoveNotEndedError(`ARM has not ended the update that gives production to ${(0,resource_id/* nameOf */.Vb)(targetLoadBalancerId)}, and has it there already: it is left as ` +
        `it is. To go back to ${(0,resource_id/* nameOf */.Vb)(productionLoadBalancerId)} would take production away, and the time of this step is too short to ` +
        'be sure that it gives it back.');
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/unlock.js









/**
 * Takes the lock away, whoever has it, also from what moves with these addresses, and nothing else: what its owner had begun stays in
 * the journal, to be recovered. An owner that is alive stops before its next step.
 */
async function unlock(context, productionPublicIpIds) {
    const { arm, signal } = context;
    const named = await readProduction(arm, productionPublicIpIds, signal);
    // A lock of what moves with them binds them too.
    const companions = await unclosedCompanions(arm, named, signal);
    const locked = [...named, ...companions.addresses].flatMap(({ id, name, tags = {} }) => {
        const lock = (0,record_lock/* readLock */.mF)(tags);
        return lock === undefined ? [] : [{ id, name, lock }];
    });
    for (const { id, name, lock } of locked) {
        await changeTags(arm, id, ({ tags = {} }) => withoutLock({ id, name }, tags, lock), signal);
    }
    for (const { id, name, lock } of locked) {
        const { tags = {} } = await (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal);
        if ((0,record_lock/* readLock */.mF)(tags)?.id === lock.id) {
            throw new Error(`"${name}" is still locked ${(0,record_lock/* describeLock */.FD)(lock)}, although ARM says that it is not.`);
        }
    }
    tellServedBy(context, locked.length === 0 ? named : await readProduction(arm, productionPublicIpIds, signal));
    return {
        subject: { productionAddresses: named.map(namedAddress) },
        unlocked: locked.map(({ name, lock }) => `"${name}" was locked ${(0,record_lock/* describeLock */.FD)(lock)}`),
        unchecked: companions.hidden.map(({ message }) => `whether more is locked that moves with these: ${message}`),
    };
}
/** @throws LockedError where somebody else has it by now: that lock nobody has asked to be taken away. */
function withoutLock(address, tags, meant) {
    const lock = (0,record_lock/* readLock */.mF)(tags);
    if (lock !== undefined && lock.id !== meant.id) {
        throw new record_lock/* LockedError */.by(holderOf(address), lock, 'unlocking');
    }
    return lock === undefined ? undefined : (0,record/* withRecord */.q8)(tags, { lock: null });
}

;// CONCATENATED MODULE: ./lib/strategies/vip-swap/index.js











/** Strategy `vip-swap`: production addresses shall serve from another load balancer. */
function vipSwap(goal, terms) {
    return {
        ...recoverableOf(goal, { ...terms, ...goal }),
        prepare: (context) => prepareVipSwap(context, optionsOf(goal, terms, 'run')),
    };
}
/** Production goes back to where it was before the last finished release. Run again, it stays there. */
function vipSwapRollback(swapTerms, terms) {
    const options = { ...terms, ...swapTerms };
    let recoverable = recoverableSwap(options);
    return {
        ...recoverable,
        boundLocks: (context) => recoverable.boundLocks(context),
        prepareRecovery: (context, recoverTo) => recoverable.prepareRecovery(context, recoverTo),
        // Asked each time: where a rollback goes is known only when nobody else is at work.
        async prepare(context) {
            const found = await rollbackGoal(context, swapTerms);
            if (found.kind !== 'goal') {
                return found;
            }
            recoverable = recoverableOf(found.goal, options);
            return prepareVipSwap(context, optionsOf(found.goal, terms, 'rollback'));
        },
    };
}
/** What a release waits for, or recovers first: also the opposite one, which has the addresses of the target for production. */
function recoverableOf(goal, options) {
    const read = async ({ arm, signal }) => {
        const { productionAddresses, ...others } = await readNamed(arm, goal, signal);
        const exchanged = await exchangedAddresses(arm, goal, { productionAddresses, ...others }, signal);
        return { productionAddresses, exchanged };
    };
    return {
        ...recoverableSwap(options),
        async boundLocks(context) {
            const { productionAddresses, exchanged } = await read(context);
            return boundLocksOf(productionAddresses, exchanged, context);
        },
        async prepareRecovery(context, recoverTo) {
            const { productionAddresses, exchanged } = await read(context);
            const interrupted = exchanged.filter(({ tags = {} }) => (0,record_journal/* hasJournal */.w)(tags));
            const productionPublicIpIds = [...productionAddresses, ...interrupted].map(({ id }) => id);
            return prepareRecovery(context, { ...options, productionPublicIpIds }, recoverTo);
        },
    };
}
function recoverableSwap(options) {
    const { productionPublicIpIds } = options;
    return {
        holderCount: productionPublicIpIds.length,
        // Nothing is in a hurry that waits for a release.
        lockLookMs: 10_000,
        boundLocks: async (context) => boundLocksOf(await readProduction(context.arm, productionPublicIpIds, context.signal), [], context),
        prepareRecovery: (context, recoverTo) => prepareRecovery(context, options, recoverTo),
    };
}
/** Who is live, since when and by which run, and what is under way or left over. */
async function readSwapStatus(context, productionPublicIpIds) {
    const status = await readStatus(context, productionPublicIpIds);
    const [first] = status.addresses;
    return {
        status,
        subject: {
            productionAddresses: status.addresses.map(({ id, name, address }) => ({ id, name, address })),
            ...(first === undefined || first.live === null ? {} : { newLoadBalancer: first.live.loadBalancer }),
        },
    };
}
function optionsOf(goal, { leavesRecord, ...watch }, release) {
    return { ...watch, goal, record: { release, leavesRecord } };
}


/***/ })

};
