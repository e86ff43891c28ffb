/** Characters (code points) of one message. */
export const MESSAGE_LENGTH = 4_000

/** A thread shows so many of its newest messages; older ones stay stored (S0.21). */
export const MOST_MESSAGES_SHOWN = 500
