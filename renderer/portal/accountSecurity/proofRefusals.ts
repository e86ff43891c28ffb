import type { ApiCode } from '../../api/apiError'

/** A password or code that was not right, whatever was asked for. */
export function isWrongProof(code: ApiCode): boolean {
  return code === 'CODE_WRONG' || code === 'SIGN_IN_FAILED' || code === 'INVALID_INPUT'
}
