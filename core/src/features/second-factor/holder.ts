/** Whose second factor it is: a customer's, or one of the staff's. */
export interface Holder {
  readonly kind: 'user' | 'staff'
  readonly id: string
}

/** Where the second factors of each kind of people are, and the column that says whose they are. */
export const factorTables = {
  user: { authenticators: 'authenticators', codes: 'recovery_codes', owner: 'user_id' },
  staff: {
    authenticators: 'staff_authenticators',
    codes: 'staff_recovery_codes',
    owner: 'staff_id',
  },
} as const

/** A customer. */
export function customer(id: string): Holder {
  return { kind: 'user', id }
}

/** One of the staff. */
export function staffMember(id: string): Holder {
  return { kind: 'staff', id }
}
