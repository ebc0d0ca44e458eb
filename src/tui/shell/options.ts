import type {Clock} from '../../clock.ts';
import type {Link, LinkEvent} from '../../wire/link.ts';
import type {Person} from '../../wire/messages.ts';
import type {Colours} from '../../words/theme.ts';
import type {ClusterStart} from '../clusters/switching.ts';
import type {Event, Hotkey, Within} from '../state.ts';
import type {Call} from './call.ts';
import type {Job} from './job.ts';
import type {LeftUnderWay} from './outbox.ts';

/** What a full screen is made of. */
export type TuiOptions = {
	/** Opens the link to the gateway, of several clusters to that of this name; its events come through the given function. */
	readonly createLink: (onEvent: (event: LinkEvent) => void, cluster: string) => Link;
	/** Several clusters, with a page of all of them; left out, there is one. */
	readonly clusters?: readonly ClusterStart[];
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly colours: Colours;
	/** Names that are not ASCII are drawn as question marks of the same width, in dialogs as escapes. */
	readonly ascii?: boolean;
	/** The table of keys; as usual unless told. */
	readonly hotkeys?: readonly Hotkey[];
	/** What kind of cluster it is, such as `prod`. */
	readonly label?: string | null;
	/** From which age on an answer is old. */
	readonly ageLimitMs?: number | null;
	/** Breaks off a `/regex/` that takes too long; without it none is. */
	readonly within?: Within;
	/** Under tmux, frames go out without the brackets of synchronized output. */
	readonly tmux: boolean;
	/** The terminal's window is called by what is on the screen, and as before when it is left. */
	readonly hasTitle?: boolean;
	/** How somebody is called when a task needs a person or tells nothing; left out, nobody is. */
	readonly call?: Call | null;
	/** The wheel and clicks act. */
	readonly mouse?: boolean;
	/** Keeps a text that was copied in the file at this path, where it can, as the terminal may have no clipboard. */
	readonly copies?: {readonly path: string; readonly keep: (text: string) => boolean} | null;
	/** Shows a text in somebody's pager, and resolves when it is left, with a sentence where it could not be shown. */
	readonly page?: (text: string, signal: AbortSignal) => Promise<string | null>;
	/** The view that is open at the start, over the list. */
	readonly goto?: readonly Event[];
	/** What to call the cluster; null = by its master. */
	readonly title: string | null;
	/** This program and its version, such as `dmtop 0.1.0`. */
	readonly program?: string;
	/** Where the gateway is: `inside`, or its address; left out, nobody says. */
	readonly gatewayAt?: string;
	/** Whoever sits here: what the gateway writes into its audit log. */
	readonly by?: Person;
	/** Nothing can be written from here, whatever the gateway allows. */
	readonly readOnly?: boolean;
	readonly clock: Clock;
	/** How often the clock on the screen moves; 1 s unless told. */
	readonly everyTickMs?: number;
	/** How long only plain keys count at the start; 200 ms unless told. */
	readonly settleMs?: number;
	/** Called when the terminal is gone (closed window, dead connection); without it the process dies of SIGHUP. */
	readonly onHangup?: () => void;
	/** What signals do; without it they do what they do to any program, and it cannot be suspended. */
	readonly job?: Job;
	/** Ends the screen as quitting does. */
	readonly signal?: AbortSignal;
};

/** What is left when the full screen has been quit. */
export type TuiResult = {
	/** What was sent and had not been answered yet, or whose answer nobody has seen, in the order of sending. */
	readonly underWay: readonly LeftUnderWay[];
	/** The dm-masters of the cluster of that name, as its gateway told them; none where it never did. */
	readonly mastersOf: (cluster: string) => readonly string[];
	/** Closes the link; replies that have not come are lost. */
	readonly end: () => void;
};
