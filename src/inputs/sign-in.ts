import type { SignIn } from '../azure/arm/sign-in.ts';
import type { InputName } from './definitions.ts';
import { readGuid } from './guid.ts';
import { InputError, misunderstood } from './input-error.ts';
import { type ReadInput, readChoice } from './read.ts';

type Part = 'client-id' | 'tenant-id' | 'client-secret';

/** Why `auth` cannot take an input: what is signed in comes from elsewhere. */
const elsewhere: Readonly<Record<SignIn['kind'], Partial<Record<Part, string>>>> = {
  oidc: { 'client-secret': "GitHub's token takes its place" },
  'service-principal': {},
  'managed-identity': {
    'tenant-id': 'the identity belongs to the tenant of the machine',
    'client-secret': 'the machine is its proof',
  },
  'azure-cli': {
    'client-id': '`az login` has chosen who is signed in',
    'client-secret': '`az login` has signed in already',
  },
};

/** Reads `auth` and the inputs that belong to it. */
export function readSignIn(read: ReadInput): SignIn {
  const kind = readChoice(read, 'auth');
  for (const [part, reason] of Object.entries(elsewhere[kind]) as [Part, string][]) {
    if (read(part) !== '') {
      throw new InputError(
        part,
        `contradicts auth '${kind}': ${reason}. Leave it out, or choose another auth.`,
      );
    }
  }
  const clientId = readGuid(read, 'client-id');
  const tenantId = readTenant(read);
  switch (kind) {
    case 'oidc':
      return {
        kind,
        tenantId: needed('tenant-id', kind, tenantId),
        clientId: needed('client-id', kind, clientId),
      };
    case 'service-principal':
      return {
        kind,
        tenantId: needed('tenant-id', kind, tenantId),
        clientId: needed('client-id', kind, clientId),
        clientSecret: needed('client-secret', kind, read('client-secret') || undefined),
      };
    case 'managed-identity':
      return { kind, ...(clientId === undefined ? {} : { clientId }) };
    case 'azure-cli':
      return { kind, ...(tenantId === undefined ? {} : { tenantId }) };
  }
}

function readTenant(read: ReadInput): string | undefined {
  const value = read('tenant-id');
  if (value !== '' && !/^[a-z0-9][a-z0-9.-]*$/i.test(value)) {
    throw misunderstood('tenant-id', value, 'a GUID, or a domain of the tenant (contoso.onmicrosoft.com)');
  }
  return value === '' ? undefined : value;
}

function needed(name: InputName, auth: SignIn['kind'], value: string | undefined): string {
  if (value === undefined) {
    throw new InputError(name, `is missing, and auth '${auth}' needs it. Set it, or choose another auth.`);
  }
  return value;
}
