/** The person closed the dialog that asks for the password: nothing was done, and nothing needs to be said. */
export class DeclinedError extends Error {
  constructor() {
    super('declined')
    this.name = 'DeclinedError'
  }
}
