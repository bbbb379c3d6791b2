/** Declares the optional package tfjs-node, which is imported only because it registers the backend 'tensorflow'. */
declare module '@tensorflow/tfjs-node';
