import {isIP} from 'node:net';
import {connect, type TLSSocket} from 'node:tls';
import type {Tls} from '../../dm/ask/tls.ts';
import {cleanText} from '../../domain/text.ts';
import type {Dialled, GatewayNote} from './dialled.ts';
import type {KnownGateways} from './known-gateways.ts';

export type TlsPlace = {
	readonly host: string;
	readonly port: number;
	/** The authority that signed the gateway's certificate, and a certificate of one's own. */
	readonly tls: Tls | null;
	/** Holds where no authority is named; null where nothing can be kept. */
	readonly known: KnownGateways | null;
	/** What the clock on the wall shows, in ms since 1970. */
	readonly wallMs: () => number;
};

/**
 * Opens a gateway's port over TLS, once it is certain that it is that gateway: its certificate is signed by the authority
 * that was named, or is the one that was there at the first time. Nothing, and no token, is sent before.
 */
export async function dialTls(place: TlsPlace): Promise<Dialled> {
	const {host, port, tls} = place;
	const socket = await new Promise<TLSSocket>((resolve, reject) => {
		const opened = connect({
			...tls,
			host,
			port,
			...(isIP(host) === 0 && {servername: host}),
			ALPNProtocols: ['http/1.1'],
			minVersion: 'TLSv1.2',
			// It is judged below, so that each reason has its own sentence.
			rejectUnauthorized: false,
		});
		opened.once('error', reject);
		opened.once('secureConnect', () => {
			opened.off('error', reject);
			resolve(opened);
		});
	});
	try {
		return {socket, note: tls?.ca === undefined ? pinned(socket, place) : signed(socket, host)};
	} catch (error) {
		socket.destroy();
		throw error;
	}
}

/** Throws unless the certificate is signed by the named authority, in its time, and for this host. */
function signed(socket: TLSSocket, host: string): null {
	if (socket.authorized) return null;
	// An Error by its code, in spite of its type.
	const reason = String(socket.authorizationError);
	const {valid_from: from, valid_to: to, subjectaltname: names = 'no name'} = socket.getPeerCertificate();
	const sentences: Readonly<Record<string, string>> = {
		CERT_HAS_EXPIRED: `its certificate has expired, on ${to}`,
		CERT_NOT_YET_VALID: `its certificate is valid from ${from} on only`,
		ERR_TLS_CERT_ALTNAME_INVALID: `its certificate is for ${cleanText(names, {limit: 100})}, not for ${host}`,
	};
	throw new Error(sentences[reason] ?? `its certificate is not signed by the authority of --ssl-ca (${reason})`);
}

/** Throws where the certificate is another one than at the first time, or is out of its time; what to say at the first time. */
function pinned(socket: TLSSocket, {host, port, known, wallMs}: TlsPlace): GatewayNote | null {
	const {fingerprint256: fingerprint, valid_from: from, valid_to: to} = socket.getPeerCertificate();
	if (Date.parse(to) < wallMs()) throw new Error(`its certificate has expired, on ${to}`);
	if (Date.parse(from) > wallMs()) throw new Error(`its certificate is valid from ${from} on only`);
	if (known === null) throw new Error('nothing can be kept of whom it is: name its authority with --ssl-ca');
	const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
	const before = known.find(address);
	if (before === fingerprint) return null;
	if (before === null) {
		known.add(address, fingerprint);
		const text = `${address} is seen for the first time: its certificate, SHA-256 ${fingerprint}, is kept in ${known.file}`;
		return {text, isToCompare: true};
	}
	throw new Error(
		`its certificate has changed, so it may be somebody else (SHA-256 ${fingerprint}, before ${before}); if it was renewed, remove the line of ${address} from ${known.file}`,
	);
}
