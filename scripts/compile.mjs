// Has V8 compile the parts of a bundle, which come as JSON, and writes what it made of them: a head that tells for which
// build and which Node it is and how long each part is, then the parts.
import {json} from 'node:stream/consumers';
import v8 from 'node:v8';
import {Script} from 'node:vm';

const {begins, headBytes, codes} = await json(process.stdin);
const pieces = codes.map(([name, code]) => compile(code, name));
const {version, platform, arch} = process;
const head = `${begins} ${version} ${platform} ${arch} ${JSON.stringify(pieces.map(({length}) => length))}`;
if (head.length > headBytes) throw new Error(`there are more parts than a head of ${headBytes} bytes tells of`);
process.stdout.write(Buffer.concat([Buffer.from(head.padEnd(headBytes)), ...pieces]));

/** What V8 makes of a code. */
function compile(code, name) {
	// Else V8 would leave out all functions that have not been called yet.
	v8.setFlagsFromString('--no-lazy');
	const script = new Script(code, {filename: `dmtop/${name}.js`});
	// V8 refuses what was made under other flags than it has itself.
	v8.setFlagsFromString('--lazy');
	return script.createCachedData();
}
