/** Stands for the plugin where there is none: a plugin's process has its own module under this name. */
export default undefined;
