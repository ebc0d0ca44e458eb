import type {ProcessError} from '../cluster.ts';

/**
 * The error of asking the upstream among those that a source reports, from 26.3 on: the worker asks again by itself, and
 * the error goes with the first answer. Null where there is none.
 */
export function upstreamError(errors: readonly ProcessError[]): ProcessError | null {
	return errors.find(error => faultOf(error) === 'upstream') ?? null;
}

/** The error that makes the source unusable until a person acts; null where there is none. */
export function unusableError(errors: readonly ProcessError[]): ProcessError | null {
	return errors.find(error => faultOf(error) === 'source') ?? null;
}

/** Whose fault it is; where the code is not known the scope decides, and what is of no scope needs a person. */
function faultOf({code, scope}: ProcessError): 'upstream' | 'source' {
	return faults.find(fault => fault.code === code)?.of ?? (scope === 'upstream' ? 'upstream' : 'source');
}

/**
 * Codes that a source reports: 10001 recorded on 26.3.3; 10002 to 10005 are the other errors of a connection to a
 * database and of a question to it (DM's source); 40071 recorded on 2.0.7; 40070 from DM's source.
 */
const faults: readonly {readonly code: number; readonly of: 'upstream' | 'source'}[] = [
	{code: 10001, of: 'upstream'},
	{code: 10002, of: 'upstream'},
	{code: 10003, of: 'upstream'},
	{code: 10004, of: 'upstream'},
	{code: 10005, of: 'upstream'},
	{code: 40070, of: 'source'},
	{code: 40071, of: 'source'},
];
