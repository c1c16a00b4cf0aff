// @peculiar/x509 wants this loaded before it.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 24 * 60 * 60 * 1000;

export interface ServerIdentity extends AsyncDisposable {
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
  /** Holds the authority's certificate, for `NODE_EXTRA_CA_CERTS`. Removed on disposal. */
  readonly authorityPath: string;
}

/** A certificate for the loopback names, from an authority that lives as long as the emulator. */
export async function createServerIdentity(): Promise<ServerIdentity> {
  cryptoProvider.set(webcrypto);
  const authorityKeys = await generateKeys();
  const serverKeys = await generateKeys();
  const authority = await createAuthority(authorityKeys);
  const certificate = await createServerCertificate(
    authority,
    authorityKeys.privateKey,
    serverKeys.publicKey,
  );
  const folder = await mkdtemp(join(tmpdir(), 'azure-rollout-emulator-'));
  const authorityPath = join(folder, 'ca.pem');
  await writeFile(authorityPath, `${authority.toString('pem')}\n`);
  return {
    key: PemConverter.encode(
      await webcrypto.subtle.exportKey('pkcs8', serverKeys.privateKey),
      PemConverter.PrivateKeyTag,
    ),
    certificate: `${certificate.toString('pem')}\n`,
    authority: `${authority.toString('pem')}\n`,
    authorityPath,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function validity(): { readonly serialNumber: string; readonly notBefore: Date; readonly notAfter: Date } {
  return {
    // The first bit of a serial number must not be set.
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + 7 * dayMs),
  };
}

function createAuthority(keys: webcrypto.CryptoKeyPair): Promise<X509Certificate> {
  return X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: 'CN=azure-rollout emulator authority',
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
}

function createServerCertificate(
  authority: X509Certificate,
  signingKey: webcrypto.CryptoKey,
  publicKey: webcrypto.CryptoKey,
): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    ...validity(),
    subject: 'CN=localhost',
    issuer: authority.subject,
    publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
    ],
  });
}
