import { z } from 'zod'
import { type PortalMessage, sendMessageSchema } from '../../shared/messages/messageSchemas'
import * as answers from '../portal/portalAnswers'
import { DONE, nothing, type PortalProcedures, type PortalTrpc } from '../portal/portalProcedures'
import type { WaysInDeps } from '../waysIn/waysInParts'
import { listMessages, markRead, sendMessage } from './messageService'

export const portalMessage: z.ZodType<PortalMessage> = z.strictObject({
  id: z.string(),
  mine: z.boolean(),
  authorName: z.string(),
  body: z.string(),
  sentAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
})

/** `portal.messages.*` (S0.27). What staff write are commands of `sync.push`. */
export function createMessageRouter(
  { router }: PortalTrpc,
  { read, write, sending }: PortalProcedures,
  deps: WaysInDeps,
) {
  return router({
    list: read
      .input(nothing)
      .output(z.array(portalMessage))
      .query(({ ctx }) => listMessages(deps, ctx.caller)),
    send: sending
      .input(sendMessageSchema)
      .output(portalMessage)
      .mutation(({ ctx, input }) => sendMessage(deps, ctx.caller, input, ctx)),
    read: write
      .input(nothing)
      .output(answers.done)
      .mutation(async ({ ctx }) => {
        await markRead(deps, ctx.caller, ctx)
        return DONE
      }),
  })
}
