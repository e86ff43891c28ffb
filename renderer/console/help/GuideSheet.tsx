import { lazy, Suspense } from 'react'
import type { ClinicDoc, Language } from '../../../shared/clinic/clinicSchemas'
import classes from './Guide.module.css'
import { guideContent } from './guideContent'
import { type GuideSection, guideFacts } from './guideFacts'

const QrCode = lazy(() => import('../../ui/QrCode').then((module) => ({ default: module.QrCode })))
const QR_PX = 116

/** The sheet as it is printed: at most two pages of A4, black on white also on a dark screen. */
export function GuideSheet({ clinic, language }: { readonly clinic: ClinicDoc; readonly language: Language }) {
  const facts = guideFacts(clinic)
  const text = guideContent(language, facts)
  return (
    <article className={classes.sheet} lang={language} aria-label={text.title}>
      <header className={classes.head}>
        <div>
          <p className={classes.clinic}>
            <bdi>{facts.clinic}</bdi>
          </p>
          <h2 className={classes.title}>{text.title}</h2>
          <p>{text.lead}</p>
        </div>
        <figure className={classes.qr}>
          <Suspense fallback={<div className={classes.qrPlace} />}>
            <QrCode value={facts.portal} title={`${text.address}: ${facts.portal}`} size={QR_PX} />
          </Suspense>
          <figcaption>{text.scan}</figcaption>
        </figure>
      </header>
      <dl className={classes.box}>
        <div>
          <dt>{text.address}</dt>
          <dd translate="no">{facts.portal}</dd>
        </div>
        {facts.contact ? (
          <div>
            <dt>{text.call}</dt>
            <dd translate="no">{facts.contact}</dd>
          </div>
        ) : null}
      </dl>
      {text.sections.map((section) => (
        <Section key={section.heading} section={section} />
      ))}
      <footer className={classes.foot}>
        <strong>{clinic.name}</strong>
        <span>{clinic.address.split('\n').join(', ')}</span>
        {[clinic.phone, clinic.email].map((way) => (way ? <span key={way}>{way}</span> : null))}
      </footer>
    </article>
  )
}

function Section({ section: { heading, numbered, lines } }: { readonly section: GuideSection }) {
  const items = lines.map((line) => <li key={line}>{line}</li>)
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{heading}</h3>
      {numbered ? <ol>{items}</ol> : <ul>{items}</ul>}
    </section>
  )
}
