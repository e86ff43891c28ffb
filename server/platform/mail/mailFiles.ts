import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { StartProblem } from '../startProblem'
import type { DkimSettings } from './mailSettings'

const LEAST_KEY_BITS = 1024
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** As nodemailer takes it. */
export interface DkimKey {
  readonly domainName: string
  readonly keySelector: string
  readonly privateKey: string
}

/** Throws `StartProblem`: unsigned mail that somebody believes to be signed would be found in the spam folder, much later. */
export function readDkimKey({ domain, selector, keyFile }: DkimSettings): DkimKey {
  const privateKey = readText('MAIL_DKIM_KEY_FILE', keyFile)
  if (!isSigningKey(privateKey)) {
    throw new StartProblem('MAIL_DKIM_KEY_FILE does not hold an RSA private key in PEM form, without a passphrase.')
  }
  return { domainName: domain, keySelector: selector, privateKey }
}

/** The certificates of one PEM file. Throws `StartProblem`. */
export function readAuthorities(file: string): readonly string[] {
  const found = readText('SMTP_CA_FILE', file).match(CERTIFICATE) ?? []
  if (found.length === 0 || !found.every(isCertificate)) {
    throw new StartProblem('SMTP_CA_FILE does not hold certificates in PEM form.')
  }
  return found
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new StartProblem(`${name} names a file that cannot be read.`)
  }
}

function isSigningKey(pem: string): boolean {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_KEY_BITS
  } catch {
    return false
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== null
  } catch {
    return false
  }
}
